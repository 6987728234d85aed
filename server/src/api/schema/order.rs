//! Orders and refunds: what goes in and what comes out.

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::quote::Quote;
use super::redemption::{Redemption, cart, discounts};

/// Why something is done.
#[derive(ToSchema)]
pub(crate) struct Reason {
    /// In your own words.
    #[schema(min_length = 1, max_length = 255)]
    reason: String,
}

/// Another cart for an order.
#[derive(ToSchema)]
pub(crate) struct AmendRequest {
    /// What is bought now.
    #[schema(schema_with = cart)]
    cart: (),
    /// The total the shopper agreed to; another one changes nothing.
    expected_total: Option<i64>,
    /// Whether a coupon may give more than it did; absent: false.
    allow_more: Option<bool>,
}

/// What came back. Either `full`, or what came back by name.
#[derive(ToSchema)]
#[schema(example = json!({ "lines": [{ "line_id": "1", "quantity": 1 }], "reason": "too small" }))]
pub(crate) struct RefundRequest {
    /// Units by line.
    lines: Option<Vec<ReturnedLine>>,
    /// Whether the shipping goes back; absent: false.
    shipping: Option<bool>,
    /// Ids of the fees that go back.
    fees: Option<Vec<String>>,
    /// Everything that did not come back yet.
    full: Option<bool>,
    /// `keep` or `reprice`; the store's `refund_policy` unless told.
    policy: Option<RefundPolicy>,
    /// In your own words.
    #[schema(min_length = 1, max_length = 255)]
    reason: String,
}

/// Units of a line.
#[derive(ToSchema)]
pub(crate) struct ReturnedLine {
    /// The line's id on the order.
    line_id: String,
    /// Units that came back.
    #[schema(minimum = 1, maximum = 1_000_000)]
    quantity: u32,
}

/// How much goes back.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum RefundPolicy {
    Keep,
    Reprice,
}

/// Money for what came back.
#[derive(ToSchema)]
pub(crate) struct Refund {
    /// `rfd_...`.
    id: String,
    /// Your own id of the order.
    order_id: String,
    /// `keep` or `reprice`.
    policy: RefundPolicy,
    /// In your own words.
    reason: String,
    /// What goes back, tax included.
    amount: i64,
    /// The tax in it.
    tax: i64,
    /// What `reprice` leaves of what was paid for the goods that came back.
    withheld: i64,
    /// What goes back to balances that paid.
    to_balances: Vec<BalanceShare>,
    /// What goes back the way it was paid.
    to_payment: i64,
    /// What was paid for the units that came back.
    lines: Vec<RefundLine>,
    /// The shipping, when it goes back.
    shipping: Option<RefundShare>,
    /// The fees that go back.
    fees: Vec<RefundFee>,
    /// Redemptions whose use was given back.
    restored: Vec<String>,
    /// When.
    #[schema(format = DateTime)]
    created_at: String,
    /// Sequence number of each limited resource that was changed, by id; in the answer to the refund alone.
    seq: Option<BTreeMap<String, u64>>,
}

/// A share of a balance.
#[derive(ToSchema)]
pub(crate) struct BalanceShare {
    /// The payment it goes back to.
    redemption_id: String,
    /// The code that holds the balance.
    code_id: Option<String>,
    /// How much, in minor units.
    amount: i64,
}

/// Units of a line that came back.
#[derive(ToSchema)]
pub(crate) struct RefundLine {
    /// The line's id on the order.
    line_id: String,
    /// Units.
    quantity: u32,
    /// What was paid for them, tax included.
    amount: i64,
    /// The tax in it.
    tax: i64,
}

/// An amount that goes back.
#[derive(ToSchema)]
pub(crate) struct RefundShare {
    /// Tax included.
    amount: i64,
    /// The tax in it.
    tax: i64,
}

/// A fee that goes back.
#[derive(ToSchema)]
pub(crate) struct RefundFee {
    /// The fee's id.
    id: String,
    /// Tax included.
    amount: i64,
    /// The tax in it.
    tax: i64,
}

/// An order and what became of it.
#[derive(ToSchema)]
pub(crate) struct Order {
    /// Your own id of the order.
    order_id: String,
    /// `rsv_...`: the reservation it was placed by.
    reservation_id: String,
    /// `placed`, `cancelled` or `refunded`.
    state: String,
    /// When it was placed.
    #[schema(format = DateTime)]
    placed_at: String,
    /// When it was cancelled or wholly refunded.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// Your own id of the account.
    customer_id: Option<String>,
    /// Of all amounts.
    currency: String,
    /// What was to be paid.
    total: i64,
    /// What went back so far of what was paid otherwise than from balances.
    refunded: i64,
    /// What went back so far to the balances that paid.
    refunded_to_balances: i64,
    /// What was bought, as you sent it.
    #[schema(schema_with = cart)]
    cart: (),
    /// What was presented, as you sent it.
    #[schema(schema_with = discounts)]
    discounts: (),
    /// What it was priced at; `null` for an order that was placed elsewhere.
    #[schema(required = true)]
    quote: Option<Quote>,
    /// Whether it was placed elsewhere and told with `POST /v1/orders/bulk`.
    is_past: bool,
    /// The coupons that were applied.
    redemptions: Vec<Redemption>,
    /// What came back, oldest first.
    refunds: Vec<Refund>,
    /// Sequence number of each limited resource that was changed, by id; in answers that change something.
    seq: Option<BTreeMap<String, u64>>,
}
