//! Reservations: what goes in and what comes out.

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::quote::Quote;
use super::redemption::{Redemption, cart, discounts};

/// An order whose uses are to be held.
#[derive(ToSchema)]
#[schema(example = json!({
    "order_id": "order-1002",
    "cart": { "currency": "USD", "line_items": [{ "product_id": "shirt", "quantity": 2, "unit_price": 2000, "categories": ["clothing"] }] },
    "discounts": { "codes": ["SUMMER20"] },
    "hold_seconds": 900
}))]
pub(crate) struct ReservationRequest {
    /// Your own id of the order to be.
    #[schema(min_length = 1, max_length = 255)]
    order_id: String,
    /// What is bought.
    #[schema(schema_with = cart)]
    cart: (),
    /// Codes and claims; absent: none.
    #[schema(schema_with = discounts, required = false)]
    discounts: (),
    /// For how long; the store's `hold_seconds` unless told, its `max_hold_seconds` at most.
    #[schema(minimum = 1, maximum = 604_800)]
    hold_seconds: Option<i64>,
    /// The total the shopper agreed to; another one changes nothing.
    expected_total: Option<i64>,
    /// Whether a presented code may be lost without a refusal; absent: false.
    partial: Option<bool>,
}

/// Another cart for a hold.
#[derive(ToSchema)]
pub(crate) struct UpdateRequest {
    /// What is bought now.
    #[schema(schema_with = cart)]
    cart: (),
    /// Codes and claims now; absent: none.
    #[schema(schema_with = discounts, required = false)]
    discounts: (),
    /// The total the shopper agreed to; another one changes nothing.
    expected_total: Option<i64>,
    /// Whether a presented code may be lost without a refusal; absent: false.
    partial: Option<bool>,
}

/// A new end of a hold.
#[derive(ToSchema)]
pub(crate) struct ExtendRequest {
    /// Seconds from now.
    #[schema(minimum = 1, maximum = 604_800)]
    hold_seconds: i64,
}

/// The end of a hold as an order.
#[derive(ToSchema)]
pub(crate) struct CommitRequest {
    /// What is bought, when that is another cart than the one held for.
    #[schema(schema_with = cart, required = false)]
    cart: (),
    /// The total the shopper agreed to; another one changes nothing.
    expected_total: Option<i64>,
}

/// What an order will use.
#[derive(ToSchema)]
pub(crate) struct Reservation {
    /// `rsv_...`.
    id: String,
    /// Your own id of the order to be.
    order_id: String,
    /// `held` or `released`; `committed` when the order was placed before.
    state: String,
    /// Until when it is held.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// What it was priced at.
    quote: Quote,
    /// The coupons that are held.
    redemptions: Vec<Redemption>,
    /// Sequence number of each limited resource that was changed, by id.
    seq: BTreeMap<String, u64>,
}
