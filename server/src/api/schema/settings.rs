//! Settings.

use utoipa::ToSchema;

use super::order::RefundPolicy;

/// The settings of the store. `null` brings the default back.
#[derive(ToSchema)]
#[schema(example = json!({ "max_codes_per_order": 1, "max_discount_percent": 40, "time_zone": "Europe/Paris" }))]
pub(crate) struct SettingsPatch {
    /// What the shop is called.
    #[schema(min_length = 1, max_length = 255)]
    store_name: Option<String>,
    /// Whether two e-mails that differ by a plus tag, or by dots where the provider ignores them, are one customer;
    /// default true. Uses stay counted under the identity they were counted under.
    normalise_email: Option<bool>,
    /// For how long a reservation holds unless it says, in seconds; default 900.
    #[schema(minimum = 1, maximum = 604_800)]
    hold_seconds: Option<i64>,
    /// For how long a reservation may ask to hold, in seconds; default 86,400.
    #[schema(minimum = 1, maximum = 604_800)]
    max_hold_seconds: Option<i64>,
    /// How much goes back for lines of an order unless the refund says; default `keep`.
    refund_policy: Option<RefundPolicy>,
    /// Whether a wholly refunded order gives its uses back; default `if_still_valid`.
    restore_uses: Option<RestoreUses>,
    /// The currency of the products' prices; none by default.
    #[schema(min_length = 3, max_length = 3)]
    currency: Option<String>,
    /// Whether your shop shows a field for codes; default true. Lint warns of coupons that need one.
    show_code_field: Option<bool>,
    /// When a coupon, campaign, claim or code ends whose end is a date without a time: with that day (`end_of_day`,
    /// default) or before it (`start_of_day`).
    date_only_end: Option<DateOnlyEnd>,
    /// Where your shop takes a code from a link (`?coupon=CODE`): an address with `https://`, or `http://` on localhost,
    /// which may have a path, a query and a fragment. Codes then have a `link`. None by default.
    #[schema(max_length = 500)]
    storefront_url: Option<String>,
    /// Pages of these origins may call with a publishable key: scheme, host and port as a browser sends them, such as
    /// `https://shop.example`, `http://` on localhost alone. None by default.
    #[schema(max_items = 100)]
    storefront_origins: Option<Vec<String>>,
    /// The characters that generated codes are drawn from where a request names none: at least 8 letters and digits of which
    /// no two read as one. By default digits and capital letters without those that look alike.
    #[schema(min_length = 8, max_length = 128)]
    code_alphabet: Option<String>,
    /// `best_for_customer` (default): the set of coupons that saves the most. `priority`: by priority, one after another.
    selection: Option<Selection>,
    /// Sets of coupons that are priced for a quote at most; default 20,000.
    #[schema(minimum = 1, maximum = 1_000_000)]
    max_evaluations: Option<u32>,
    /// Steps (one benefit on one line) that are made for a quote at most; default 5,000,000.
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    max_work: Option<u64>,
    /// Whether a percentage works on what earlier coupons left (`running`, default) or on the undiscounted amounts.
    percent_base: Option<PercentBase>,
    /// Codes and claims on one order at most; default 5.
    #[schema(minimum = 0, maximum = 100)]
    max_codes_per_order: Option<u32>,
    /// Discounts on merchandise give at most this percentage of it; none by default.
    #[schema(minimum = 0, maximum = 100)]
    max_discount_percent: Option<f64>,
    /// Margin in percent that stays on every line whose unit cost is known; none by default.
    #[schema(minimum = 0, exclusive_maximum = 100)]
    min_margin_percent: Option<f64>,
    /// Whether a discount that breaks the margin is cut (`trim`, default) or given and reported.
    margin_policy: Option<MarginPolicy>,
    /// How amounts are rounded and split.
    #[schema(inline)]
    rounding: Option<Rounding>,
    /// IANA name of the store's time zone; default `UTC`.
    time_zone: Option<String>,
    /// What shoppers are told they are near to.
    #[schema(inline)]
    hints: Option<Hints>,
}

/// The settings of the store.
#[derive(ToSchema)]
pub(crate) struct Settings {
    /// Rises by one with every edit, 0 before the first; the `ETag` is `"v<version>"`.
    #[schema(minimum = 0)]
    version: u64,
    /// What the shop is called.
    store_name: Option<String>,
    /// Whether two e-mails that differ by a plus tag, or by dots where the provider ignores them, are one customer.
    normalise_email: bool,
    /// For how long a reservation holds unless it says, in seconds.
    hold_seconds: i64,
    /// For how long a reservation may ask to hold, in seconds.
    max_hold_seconds: i64,
    /// How much goes back for lines of an order unless the refund says.
    refund_policy: RefundPolicy,
    /// Whether a wholly refunded order gives its uses back.
    restore_uses: RestoreUses,
    /// The currency of the products' prices.
    currency: Option<String>,
    /// Whether your shop shows a field for codes.
    show_code_field: bool,
    /// When a coupon, campaign, claim or code ends whose end is a date without a time.
    date_only_end: DateOnlyEnd,
    /// Where your shop takes a code from a link.
    storefront_url: Option<String>,
    /// Pages of these origins may call with a publishable key.
    storefront_origins: Vec<String>,
    /// The characters that generated codes are drawn from where a request names none; `null`: digits and capital letters
    /// without those that look alike.
    code_alphabet: Option<String>,
    /// How the coupons of an order are chosen.
    selection: Selection,
    /// Sets of coupons that are priced for a quote at most.
    max_evaluations: u32,
    /// Steps (one benefit on one line) that are made for a quote at most.
    max_work: u64,
    /// What a percentage works on.
    percent_base: PercentBase,
    /// Codes and claims on one order at most.
    max_codes_per_order: u32,
    /// Discounts on merchandise give at most this percentage of it.
    max_discount_percent: Option<f64>,
    /// Margin in percent that stays on every line whose unit cost is known.
    min_margin_percent: Option<f64>,
    /// What happens to a discount that breaks the margin.
    margin_policy: MarginPolicy,
    /// How amounts are rounded and split.
    #[schema(inline)]
    rounding: Rounding,
    /// IANA name of the store's time zone.
    time_zone: String,
    /// What shoppers are told they are near to.
    #[schema(inline)]
    hints: Hints,
}

/// Whether a wholly refunded order gives its uses back.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum RestoreUses {
    Never,
    IfStillValid,
    Always,
}

/// When a coupon ends whose end is a date without a time.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum DateOnlyEnd {
    EndOfDay,
    StartOfDay,
}

/// How the coupons of an order are chosen.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum Selection {
    BestForCustomer,
    Priority,
}

/// What a percentage works on.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum PercentBase {
    Running,
    Original,
}

/// What happens to a discount that breaks the margin.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum MarginPolicy {
    Trim,
    Warn,
}

/// How amounts are rounded and split.
#[derive(ToSchema)]
pub(crate) struct Rounding {
    /// `half_up` (default), `half_even` or `down`.
    mode: Option<String>,
    /// What is rounded: `coupon` (default), `line` or `unit`.
    scope: Option<String>,
    /// Where left-over minor units go: `largest` (default), `first` or `last`.
    remainder: Option<String>,
}

/// What shoppers are told they are near to.
#[derive(ToSchema)]
pub(crate) struct Hints {
    /// Percent of a threshold from which it is hinted at; default 60.
    #[schema(minimum = 0, maximum = 100)]
    reach: Option<u32>,
}
