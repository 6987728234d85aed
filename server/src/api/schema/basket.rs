//! Saved test baskets: what goes in and what comes out.

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::redemption::{cart, discounts};

/// A basket to be.
#[derive(ToSchema)]
#[schema(example = json!({
    "name": "Two shirts", "note": "Just below the threshold.",
    "cart": { "currency": "USD", "line_items": [{ "product_id": "shirt", "quantity": 2, "unit_price": 2000, "categories": ["clothing"] }] },
    "discounts": { "codes": ["SUMMER20"] }
}))]
pub(crate) struct BasketBody {
    /// What you call it.
    #[schema(min_length = 1, max_length = 255)]
    name: String,
    /// What is in it.
    #[schema(schema_with = cart)]
    cart: (),
    /// Codes and claims; absent: none.
    #[schema(schema_with = discounts, required = false)]
    discounts: (),
    /// What it is for.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// What is to come of it: the basket is a test case of a coupon then.
    expected: Option<BasketExpected>,
}

/// What a coupon is to give on a basket.
#[derive(ToSchema)]
pub(crate) struct BasketExpected {
    /// The coupon.
    #[schema(min_length = 1, max_length = 255)]
    coupon_id: String,
    /// What it gives, in minor units of the cart's currency; 0 where it must not apply.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    discount: i64,
    /// The instant it is tried at; `null`: now.
    #[schema(format = DateTime)]
    at: Option<String>,
}

/// What to change of a basket.
#[derive(ToSchema)]
#[schema(example = json!({ "name": "Three shirts" }))]
pub(crate) struct BasketPatch {
    /// What you call it.
    #[schema(min_length = 1, max_length = 255)]
    name: Option<String>,
    /// A merge patch of the cart; its lines are replaced whole.
    #[schema(value_type = Option<Object>)]
    cart: Option<BTreeMap<String, String>>,
    /// A merge patch of the codes and claims; `null`: none.
    #[schema(value_type = Option<Object>)]
    discounts: Option<BTreeMap<String, String>>,
    /// What it is for.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// A merge patch of what is expected; `null`: the basket is no test case any more.
    #[schema(value_type = Option<Object>)]
    expected: Option<BTreeMap<String, String>>,
}

/// A test basket.
#[derive(ToSchema)]
pub(crate) struct SavedBasket {
    /// `bsk_...`.
    id: String,
    /// Rises by one with every edit; the `ETag` is `"v<version>"`.
    #[schema(minimum = 1)]
    version: u64,
    /// What you call it.
    name: String,
    /// What is in it.
    #[schema(schema_with = cart)]
    cart: (),
    /// Codes and claims; empty: none.
    #[schema(schema_with = discounts)]
    discounts: (),
    /// What it is for.
    note: Option<String>,
    /// What is to come of it; absent where the basket is no test case.
    #[schema(required = false)]
    expected: Option<BasketExpected>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// A page of baskets.
#[derive(ToSchema)]
pub(crate) struct SavedBasketPage {
    /// The baskets.
    data: Vec<SavedBasket>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}
