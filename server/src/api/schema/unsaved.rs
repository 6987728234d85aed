//! A quote from what the request itself holds: what goes in.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::ToSchema;

/// A cart, and everything its price depends on.
#[derive(ToSchema)]
#[schema(example = json!({
    "cart": { "currency": "USD", "line_items": [{ "product_id": "shirt", "quantity": 1, "unit_price": 8000 }] },
    "coupons": [{ "id": "cpn_a", "name": "Twenty", "code": "TWENTY", "benefits": [{ "kind": "percent_off", "percent": 20 }] }],
    "discounts": { "codes": ["TWENTY"] }
}))]
pub(crate) struct UnsavedQuoteRequest {
    /// What is priced.
    #[schema(schema_with = cart)]
    cart: (),
    /// The coupons there are: bodies of `POST /v1/coupons`, each may carry an `id`.
    coupons: Vec<BTreeMap<String, Value>>,
    /// Settings of the store: `selection`, `max_evaluations`, `max_work`, `percent_base`, `max_codes_per_order`,
    /// `max_discount_percent`, `min_margin_percent`, `margin_policy`, `rounding`, `time_zone`, `hints`.
    settings: Option<BTreeMap<String, Value>>,
    /// Codes and claims; absent: none.
    #[schema(schema_with = discounts, required = false)]
    discounts: (),
    /// History: `now`, `uses` (`total`, `customer`, `today`, `code` by coupon), `budget_used`,
    /// `budget_used_by_customer`, `budget_used_today`, `campaigns` (`starts_at`, `ends_at`, `budget`, `budget_used`),
    /// `orders_count`, `total_spent`, `spent_within`, `purchased`, `categories`, `balances` (by code or claim id),
    /// `claims` (`apply_to_claims` as on an edit), and for a cart with `billing` the `first_order`.
    facts: Option<BTreeMap<String, Value>>,
    /// Whether to report every candidate.
    explain: Option<bool>,
}

fn cart() -> utoipa::openapi::Ref {
    utoipa::openapi::Ref::from_schema_name("Cart")
}

fn discounts() -> utoipa::openapi::Ref {
    utoipa::openapi::Ref::from_schema_name("PresentedDiscounts")
}
