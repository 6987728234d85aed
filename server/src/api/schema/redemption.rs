//! Redemptions: what goes in and what comes out.

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::quote::Quote;

/// An order to be placed with its discounts.
#[derive(ToSchema)]
#[schema(example = json!({
    "order_id": "order-1001",
    "cart": { "currency": "USD", "line_items": [{ "product_id": "shirt", "quantity": 2, "unit_price": 2000, "categories": ["clothing"] }] },
    "discounts": { "codes": ["SUMMER20"] },
    "expected_total": 3200
}))]
pub(crate) struct RedemptionRequest {
    /// Your own id of the order.
    #[schema(min_length = 1, max_length = 255)]
    order_id: String,
    /// What is bought.
    #[schema(schema_with = cart)]
    cart: (),
    /// Codes and claims; absent: none.
    #[schema(schema_with = discounts, required = false)]
    discounts: (),
    /// The total the shopper agreed to; another one changes nothing.
    expected_total: Option<i64>,
    /// Whether a presented code may be lost without a refusal; absent: false.
    partial: Option<bool>,
}

pub(super) fn cart() -> utoipa::openapi::Ref {
    utoipa::openapi::Ref::from_schema_name("Cart")
}

pub(super) fn discounts() -> utoipa::openapi::Ref {
    utoipa::openapi::Ref::from_schema_name("PresentedDiscounts")
}

/// An order that was placed.
#[derive(ToSchema)]
pub(crate) struct PlacedOrder {
    /// `rsv_...`.
    id: String,
    /// Your own id of the order.
    order_id: String,
    /// Always `committed`.
    state: String,
    /// Always `null`: nothing is held.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// What it was priced at.
    quote: Quote,
    /// The coupons that were applied.
    redemptions: Vec<Redemption>,
    /// Sequence number of each limited resource that was changed, by id.
    seq: BTreeMap<String, u64>,
}

/// One coupon applied to one order.
#[derive(ToSchema)]
pub(crate) struct Redemption {
    /// `rdm_...`.
    id: String,
    /// The coupon.
    coupon_id: String,
    /// The coupon's version it was priced with.
    coupon_version: u64,
    /// The code as typed; `null` for an automatic coupon or a claim.
    code: Option<String>,
    /// `cod_...` of the code.
    code_id: Option<String>,
    /// The claim it came from.
    claim_id: Option<String>,
    /// Your own id of the account.
    customer_id: Option<String>,
    /// Your own id of the order.
    order_id: String,
    /// `discount`; `renewal` for a payment of a subscription after its first; `payment` from the balance of a code.
    kind: String,
    /// The discount in minor units; of a payment what it pays.
    amount: i64,
    /// Its currency.
    currency: String,
    /// `held`, `committed`, `released`, `expired`, `cancelled` or `refunded`.
    state: String,
    /// Of a renewal: what it renews.
    renewal: Option<Renewal>,
    /// Since when it is not renewed any more.
    #[schema(format = DateTime)]
    renewals_ended_at: Option<String>,
    /// When the order was placed.
    #[schema(format = DateTime)]
    created_at: String,
}

/// Which payment of a subscription a redemption is.
#[derive(ToSchema)]
pub(crate) struct Renewal {
    /// The redemption of the first order that it renews.
    redemption_id: String,
    /// Your own id of the subscription.
    subscription_id: String,
    /// 1 for the second payment.
    number: u64,
}

/// A redemption whose renewals have ended.
#[derive(ToSchema)]
pub(crate) struct EndedRenewals {
    /// The redemption.
    #[serde(flatten)]
    redemption: Redemption,
    /// Sequence number of each limited resource that was changed, by id: none.
    seq: BTreeMap<String, u64>,
}

/// A redemption that was cancelled.
#[derive(ToSchema)]
pub(crate) struct CancelledRedemption {
    /// The redemption.
    #[serde(flatten)]
    redemption: Redemption,
    /// Sequence number of each limited resource that was changed, by id.
    seq: BTreeMap<String, u64>,
}

/// A page of redemptions.
#[derive(ToSchema)]
pub(crate) struct RedemptionPage {
    /// The redemptions, newest first.
    data: Vec<Redemption>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}
