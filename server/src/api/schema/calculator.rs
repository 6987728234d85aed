//! The calculator of billing periods: what goes in and what comes out.

use std::collections::BTreeMap;

use utoipa::ToSchema;

/// What the calculator is asked. Amounts are in minor units.
#[derive(ToSchema)]
#[schema(example = json!({ "currency": "EUR", "base_price": 1000, "method": "amount", "ladder": { "quarterly": 5, "semiannual": 10, "annual": 20 } }))]
pub(crate) struct BillingPeriodsRequest {
    /// ISO 4217.
    currency: String,
    /// The price of a month without a discount.
    #[schema(minimum = 1)]
    base_price: i64,
    /// Whether the benefit holds percentages (`percent`, default) or amounts (`amount`).
    method: Option<String>,
    /// The percentage of each period: `monthly`, `quarterly`, `semiannual`, `annual`, `biennial`, `triennial`. This or `percent`.
    ladder: Option<BTreeMap<String, f64>>,
    /// One percentage for all `periods`.
    #[schema(minimum = 0, maximum = 100)]
    percent: Option<f64>,
    /// What `percent` is for; default `quarterly`, `semiannual`, `annual`.
    periods: Option<Vec<String>>,
    /// Discounts written by hand, by period, in place of the computed ones.
    results: Option<BTreeMap<String, i64>>,
}

/// What the calculator proposes. Amounts are in minor units.
#[derive(ToSchema)]
pub(crate) struct BillingPeriodsProposal {
    /// ISO 4217.
    currency: String,
    /// The price of a month without a discount.
    base_price: i64,
    /// `percent` or `amount`.
    method: String,
    /// A row for each period, the shortest first.
    periods: Vec<PeriodProposal>,
    /// What to look at again.
    warnings: Vec<CalculatorWarning>,
    /// The benefit `by_billing_period`, ready for a coupon; `null` when no period has a discount.
    benefit: Option<serde_json::Value>,
}

/// What a period costs.
#[derive(ToSchema)]
pub(crate) struct PeriodProposal {
    /// The period.
    period: String,
    /// How many months it has.
    months: u32,
    /// The base price of so many months.
    list_price: i64,
    /// The percentage; `null` for a discount written by hand.
    percent: Option<f64>,
    /// What is taken off.
    discount: i64,
    /// What is paid for the period.
    price: i64,
    /// What a month comes to, rounded half up.
    price_per_month: i64,
    /// What is saved in a month, rounded half up.
    saving_per_month: i64,
}

/// What to look at again.
#[derive(ToSchema)]
pub(crate) struct CalculatorWarning {
    /// `ladder_shrinks`.
    code: String,
    /// JSON pointer to the member of the request.
    pointer: String,
    /// In the language asked for.
    message: String,
}
