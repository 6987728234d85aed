//! Products.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::ToSchema;

/// A product to be written: what a cart's line may then leave out.
#[derive(ToSchema)]
#[schema(example = json!({ "title": "Shirt", "categories": ["clothing"], "brand": "acme", "tax_rate": 20, "stock": 12 }))]
pub(crate) struct ProductBody {
    /// Stock keeping unit.
    sku: Option<String>,
    /// Display name.
    title: Option<String>,
    /// Price of one unit, minor units.
    unit_price: Option<u64>,
    /// Price of one unit before the shop's own reductions.
    list_price: Option<u64>,
    /// Categories, by id.
    categories: Option<Vec<String>>,
    /// Groups, by id.
    groups: Option<Vec<String>>,
    /// Brand.
    brand: Option<String>,
    /// Tags.
    tags: Option<Vec<String>>,
    /// Attributes by name: a text, a whole number, true or false.
    attributes: Option<BTreeMap<String, Value>>,
    /// Whether the price is a sale price.
    on_sale: Option<bool>,
    /// Whether it is in stock; absent: when `stock` is not counted or above 0.
    in_stock: Option<bool>,
    /// Whether coupons may reduce it.
    discountable: Option<bool>,
    /// Whether it is a gift card.
    gift_card: Option<bool>,
    /// Tax rate in percent, at most four decimals.
    tax_rate: Option<f64>,
    /// Weight of one unit in grams.
    weight_grams: Option<u64>,
    /// What one unit costs the shop.
    unit_cost: Option<u64>,
    /// No coupon takes a unit below this price.
    min_unit_price: Option<u64>,
    /// One-time setup fee of one unit.
    setup_fee: Option<u64>,
    /// How often it is paid, such as `monthly`; absent: one time.
    billing_period: Option<String>,
    /// Units in stock; none: not counted.
    stock: Option<i64>,
}

/// The stock of a product.
#[derive(ToSchema)]
#[schema(example = json!({ "stock": 0 }))]
pub(crate) struct StockBody {
    /// Units in stock; `null`: not counted any more.
    #[schema(required = true, minimum = 0)]
    stock: Option<i64>,
}

/// A product.
#[derive(ToSchema)]
pub(crate) struct Product {
    /// Your own id.
    id: String,
    /// Stock keeping unit.
    sku: Option<String>,
    /// Display name.
    title: Option<String>,
    /// Price of one unit, minor units.
    unit_price: Option<u64>,
    /// Price of one unit before the shop's own reductions.
    list_price: Option<u64>,
    /// Categories, by id.
    categories: Option<Vec<String>>,
    /// Groups, by id.
    groups: Option<Vec<String>>,
    /// Brand.
    brand: Option<String>,
    /// Tags.
    tags: Option<Vec<String>>,
    /// Attributes by name: a text, a whole number, true or false.
    attributes: Option<BTreeMap<String, Value>>,
    /// Whether the price is a sale price.
    on_sale: Option<bool>,
    /// Whether it is in stock; absent: when `stock` is not counted or above 0.
    in_stock: Option<bool>,
    /// Whether coupons may reduce it.
    discountable: Option<bool>,
    /// Whether it is a gift card.
    gift_card: Option<bool>,
    /// Tax rate in percent, at most four decimals.
    tax_rate: Option<f64>,
    /// Weight of one unit in grams.
    weight_grams: Option<u64>,
    /// What one unit costs the shop.
    unit_cost: Option<u64>,
    /// No coupon takes a unit below this price.
    min_unit_price: Option<u64>,
    /// One-time setup fee of one unit.
    setup_fee: Option<u64>,
    /// How often it is paid, such as `monthly`; absent: one time.
    billing_period: Option<String>,
    /// Units in stock; none: not counted.
    stock: Option<i64>,
}

/// A page of products.
#[derive(ToSchema)]
pub(crate) struct ProductPage {
    /// The products, by id.
    data: Vec<Product>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}
