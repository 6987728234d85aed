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
    /// History, as the store would know it.
    facts: Option<UnsavedFacts>,
    /// Whether to report every candidate.
    explain: Option<bool>,
}

fn cart() -> utoipa::openapi::Ref {
    utoipa::openapi::Ref::from_schema_name("Cart")
}

fn discounts() -> utoipa::openapi::Ref {
    utoipa::openapi::Ref::from_schema_name("PresentedDiscounts")
}

/// History that the store would know. What is absent did not happen; a balance that is absent is not known.
#[derive(ToSchema)]
#[schema(example = json!({
    "now": "2026-06-10T12:00:00Z",
    "claims": [{ "id": "clm_1", "coupon_id": "cpn_a", "claimed_at": "2026-06-01T09:00:00Z" }]
}))]
pub(crate) struct UnsavedFacts {
    /// The instant that is priced at; absent: `2026-01-01T00:00:00Z`, and not the time of the call.
    #[schema(format = DateTime)]
    now: Option<String>,
    /// Uses so far, by coupon.
    uses: Option<BTreeMap<String, UnsavedUses>>,
    /// Spent of the budget so far: amounts by currency, by coupon.
    budget_used: Option<BTreeMap<String, BTreeMap<String, i64>>>,
    /// The same by this customer.
    budget_used_by_customer: Option<BTreeMap<String, BTreeMap<String, i64>>>,
    /// The same today.
    budget_used_today: Option<BTreeMap<String, BTreeMap<String, i64>>>,
    /// Campaigns by id.
    campaigns: Option<BTreeMap<String, UnsavedCampaign>>,
    /// Orders of the customer so far.
    orders_count: Option<u64>,
    /// What the customer spent so far.
    total_spent: Option<u64>,
    /// What the customer spent within a number of days, which is the name: `{ "30": 12000 }`.
    spent_within: Option<BTreeMap<String, u64>>,
    /// What the customer bought.
    purchased: Option<Vec<UnsavedPurchase>>,
    /// Categories by id, each with its parent.
    categories: Option<BTreeMap<String, UnsavedCategory>>,
    /// What is left, by code or by id of a claim.
    balances: Option<BTreeMap<String, UnsavedBalance>>,
    /// What the shopper has in the wallet; presented in `discounts.claims`.
    claims: Option<Vec<UnsavedClaim>>,
    /// For a cart with `billing`, and required there: the order that began the subscription.
    first_order: Option<UnsavedFirstOrder>,
}

/// Uses of a coupon.
#[derive(ToSchema)]
pub(crate) struct UnsavedUses {
    /// By everybody; absent: 0.
    total: Option<u64>,
    /// By this customer; absent: not known.
    customer: Option<u64>,
    /// Today; absent: 0.
    today: Option<u64>,
    /// With this code; absent: 0.
    code: Option<u64>,
}

/// A campaign.
#[derive(ToSchema)]
pub(crate) struct UnsavedCampaign {
    /// Its first instant.
    #[schema(format = DateTime)]
    starts_at: Option<String>,
    /// The first instant after it.
    #[schema(format = DateTime)]
    ends_at: Option<String>,
    /// Amounts by currency.
    budget: Option<BTreeMap<String, i64>>,
    /// Spent of it.
    budget_used: Option<BTreeMap<String, i64>>,
}

/// Something the customer bought.
#[derive(ToSchema)]
pub(crate) struct UnsavedPurchase {
    /// Which product.
    product_id: String,
    /// Its categories.
    categories: Option<Vec<String>>,
    /// How many; absent: 1.
    quantity: Option<u64>,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

/// A category.
#[derive(ToSchema)]
pub(crate) struct UnsavedCategory {
    /// The category above it.
    parent_id: Option<String>,
}

/// What is left on a code or claim.
#[derive(ToSchema)]
pub(crate) struct UnsavedBalance {
    /// In minor units.
    amount: u64,
    /// ISO 4217.
    currency: String,
}

/// A coupon in the shopper's wallet.
#[derive(ToSchema)]
pub(crate) struct UnsavedClaim {
    /// Its id, for `discounts.claims`.
    id: String,
    /// A coupon of `coupons`.
    coupon_id: String,
    /// When it was claimed.
    #[schema(format = DateTime)]
    claimed_at: String,
    /// An end of its own.
    #[schema(format = DateTime)]
    ends_at: Option<String>,
    /// The terms of then: `benefits`, `conditions`, `validity`, `stacking`, `renewals`; absent: those of the coupon.
    terms: Option<BTreeMap<String, Value>>,
    /// `keep` (default), `better` or `all`: which terms count where the coupon has others now.
    apply_to_claims: Option<String>,
}

/// The order that began a subscription.
#[derive(ToSchema)]
pub(crate) struct UnsavedFirstOrder {
    /// What it redeemed.
    redemptions: Vec<UnsavedFirstRedemption>,
}

/// A coupon that the first order redeemed.
#[derive(ToSchema)]
pub(crate) struct UnsavedFirstRedemption {
    /// A coupon of `coupons`, with its `renewals`.
    coupon_id: String,
    /// The code it came with.
    code: Option<String>,
    /// The claim it came from.
    claim_id: Option<String>,
    /// What it gave, line by line: an amount off the order is limited to it at a renewal.
    allocations: Option<Vec<UnsavedFirstAllocation>>,
}

/// What a benefit gave to a line of the first order.
#[derive(ToSchema)]
pub(crate) struct UnsavedFirstAllocation {
    /// The line, by its id in that order: one of `billing.first_line_ids` where it renews.
    line_id: String,
    /// Position of the benefit in the coupon; absent: 0.
    benefit: Option<u64>,
    /// In minor units.
    amount: u64,
}
