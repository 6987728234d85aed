//! What of the API's answers the shop reads. Answers may have more: it is left alone.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

/// A product of the catalogue.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Product {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) title: Option<String>,
    #[serde(default)]
    pub(crate) unit_price: Option<i64>,
    #[serde(default)]
    pub(crate) list_price: Option<i64>,
    #[serde(default)]
    pub(crate) categories: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) brand: Option<String>,
    #[serde(default)]
    pub(crate) in_stock: Option<bool>,
    #[serde(default)]
    pub(crate) gift_card: Option<bool>,
    #[serde(default)]
    pub(crate) weight_grams: Option<u64>,
    #[serde(default)]
    pub(crate) setup_fee: Option<i64>,
    #[serde(default)]
    pub(crate) billing_period: Option<String>,
    #[serde(default)]
    pub(crate) stock: Option<i64>,
}

/// A page of products.
#[derive(Debug, Deserialize)]
pub(crate) struct ProductList {
    pub(crate) data: Vec<Product>,
    pub(crate) next_cursor: Option<String>,
}

/// A category.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Category {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) parent_id: Option<String>,
}

/// A page of categories.
#[derive(Debug, Deserialize)]
pub(super) struct CategoryList {
    pub(super) data: Vec<Category>,
}

/// A customer.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Customer {
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) email: Option<String>,
    #[serde(default)]
    pub(crate) country: Option<String>,
    #[serde(default)]
    pub(crate) region: Option<String>,
}

/// The settings that a shop follows.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Settings {
    #[serde(default = "yes")]
    pub(crate) show_code_field: bool,
    #[serde(default)]
    pub(crate) time_zone: Option<String>,
}

const fn yes() -> bool {
    true
}

/// A priced cart.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Quote {
    #[serde(default)]
    pub(crate) line_items: Vec<Line>,
    #[serde(default)]
    pub(crate) shipping: Option<Shipping>,
    pub(crate) discounts: Discounts,
    #[serde(default)]
    pub(crate) hints: Vec<Hint>,
    #[serde(default)]
    pub(crate) gifts: Vec<Gift>,
    pub(crate) totals: Totals,
}

/// A priced line.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) subtotal: i64,
    pub(crate) total: i64,
}

/// Priced shipping.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Shipping {
    pub(crate) amount: i64,
    pub(crate) total: i64,
}

/// What became of codes, claims and automatic coupons.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Discounts {
    pub(crate) applied: Vec<Applied>,
    pub(crate) rejected: Vec<Rejected>,
}

/// A coupon that gives something.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Applied {
    pub(crate) coupon_id: String,
    pub(crate) code: Option<String>,
    pub(crate) claim_id: Option<String>,
    pub(crate) title: String,
    pub(crate) amount: i64,
    pub(crate) automatic: bool,
    #[serde(default)]
    pub(crate) lanes: Vec<String>,
}

impl Applied {
    /// Whether it gives nothing but on shipping.
    pub(crate) fn is_on_shipping(&self) -> bool {
        !self.lanes.is_empty() && self.lanes.iter().all(|lane| lane == "shipping")
    }
}

/// What was presented and gives nothing.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Rejected {
    pub(crate) code: Option<String>,
    pub(crate) claim_id: Option<String>,
    #[serde(default)]
    pub(crate) coupon_id: Option<String>,
    pub(crate) reason: String,
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) details: Value,
}

/// What is missing for more.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Hint {
    pub(crate) message: String,
    pub(crate) missing: Value,
}

/// A product that comes for nothing.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Gift {
    pub(crate) product_id: String,
    pub(crate) quantity: u64,
}

/// The sums.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Totals {
    pub(crate) subtotal: i64,
    pub(crate) setup_fees: i64,
    pub(crate) shipping: i64,
    pub(crate) fees: i64,
    pub(crate) tax: i64,
    #[serde(default)]
    pub(crate) balance_used: i64,
    pub(crate) total: i64,
    pub(crate) savings: i64,
}

/// A hold, or the order that it became.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Reservation {
    pub(crate) id: String,
    pub(crate) state: String,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) quote: Quote,
}

/// A page of redemptions.
#[derive(Debug, Deserialize)]
pub(crate) struct RedemptionList {
    pub(crate) data: Vec<Redemption>,
}

/// A coupon used on an order.
#[derive(Debug, Deserialize)]
pub(crate) struct Redemption {
    pub(crate) order_id: String,
    pub(crate) state: String,
}

/// An order with what became of it.
#[derive(Debug, Deserialize)]
pub(crate) struct Order {
    pub(crate) order_id: String,
    pub(crate) state: String,
    pub(crate) placed_at: Timestamp,
    pub(crate) customer_id: Option<String>,
    pub(crate) currency: String,
    pub(crate) total: i64,
    pub(crate) refunded: i64,
    pub(crate) cart: OrderedCart,
    #[serde(default)]
    pub(crate) quote: Option<Quote>,
    #[serde(default)]
    pub(crate) refunds: Vec<Refund>,
}

/// The cart of an order.
#[derive(Debug, Deserialize)]
pub(crate) struct OrderedCart {
    #[serde(default)]
    pub(crate) prices_include_tax: bool,
    #[serde(default)]
    pub(crate) line_items: Vec<OrderedLine>,
    #[serde(default)]
    pub(crate) shipping: Option<OrderedShipping>,
}

/// A line of it.
#[derive(Debug, Deserialize)]
pub(crate) struct OrderedLine {
    #[serde(default)]
    pub(crate) id: Option<String>,
    pub(crate) product_id: String,
    #[serde(default)]
    pub(crate) title: Option<String>,
    pub(crate) quantity: u64,
}

/// Its shipping.
#[derive(Debug, Deserialize)]
pub(crate) struct OrderedShipping {
    #[serde(default)]
    pub(crate) service: Option<String>,
}

/// Money that went back.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Refund {
    pub(crate) amount: i64,
    #[serde(default)]
    pub(crate) lines: Vec<ReturnedLine>,
}

/// Units of a line that came back.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ReturnedLine {
    pub(crate) line_id: String,
    pub(crate) quantity: u64,
}

/// Coupons that can be claimed.
#[derive(Debug, Deserialize)]
pub(crate) struct ClaimableList {
    pub(crate) data: Vec<Claimable>,
}

/// A coupon that can be claimed.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Claimable {
    pub(crate) coupon_id: String,
    pub(crate) state: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) left: Option<u64>,
}

/// A tab of a wallet.
#[derive(Debug, Deserialize)]
pub(crate) struct Wallet {
    pub(crate) data: Vec<Claim>,
    pub(crate) counts: Counts,
}

/// How many there are in each tab.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(crate) struct Counts {
    pub(crate) available: u64,
    pub(crate) used: u64,
    pub(crate) expired: u64,
}

/// A coupon in a wallet, with its terms there.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Claim {
    pub(crate) id: String,
    pub(crate) coupon_id: String,
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) claimed_at: Option<Timestamp>,
    #[serde(default)]
    pub(crate) starts_at: Option<Timestamp>,
    #[serde(default)]
    pub(crate) ends_at: Option<Timestamp>,
    #[serde(default)]
    pub(crate) order_id: Option<String>,
    pub(crate) coupon: ClaimedCoupon,
}

/// What a claim gives.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ClaimedCoupon {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) description: Option<String>,
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) benefits: Vec<Benefit>,
    #[serde(default)]
    pub(crate) conditions: Value,
}

/// What a coupon gives, as far as a ticket shows it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Benefit {
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) percent: Option<serde_json::Number>,
    #[serde(default)]
    pub(crate) amount: Option<BTreeMap<String, i64>>,
    #[serde(default)]
    pub(crate) target: Option<Target>,
}

/// What a benefit is for, as far as a link can show it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Target {
    #[serde(default)]
    pub(crate) products: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) categories: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) brands: Option<Vec<String>>,
}

/// A wallet for a cart.
#[derive(Debug, Deserialize)]
pub(crate) struct Ranked {
    pub(crate) usable: Vec<Usable>,
    pub(crate) unusable: Vec<Unusable>,
}

/// A claim that saves something.
#[derive(Debug, Deserialize)]
pub(crate) struct Usable {
    pub(crate) claim: Claim,
    pub(crate) saving: i64,
}

/// A claim that cannot be used now.
#[derive(Debug, Deserialize)]
pub(crate) struct Unusable {
    pub(crate) claim: Claim,
    pub(crate) message: String,
}
