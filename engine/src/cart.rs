//! The cart: what a shop asks a price for. Shape: `docs/MODEL.md` sections 1 and 2 and the HTTP contract, section 1.
//!
//! There are two readers. The fast one goes straight into these structs and is taken for every good cart; when it
//! fails, the slow one reads again and reports every fault at once. A test holds them to the same verdict.

mod check;
mod fast;
mod request;
mod slow;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};

use crate::decode::{DecodeError, FieldError};
use crate::money::{Currency, Money, Percent};
use crate::words::words;

pub use request::{PresentedDiscounts, QuoteRequest};
pub use slow::{decode_attribute, decode_context, decode_country, decode_email};

/// A cart, valid by construction: every amount and quantity is within the limits of the contract,
/// line ids are set and unique. A member that is `None` was absent: the store may fill it in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cart {
    /// Currency of every amount in the cart.
    pub currency: Currency,
    /// Whether unit prices, setup fees, shipping and fees hold their tax already.
    pub prices_include_tax: bool,
    /// The lines, in the order they were sent.
    pub line_items: Vec<Line>,
    /// The chosen shipping service; `None` is not known yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Shipping>,
    /// Payment and other fees; never discounted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
    /// Who is shopping, as far as known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
    /// Where and how the shopping happens.
    #[serde(skip_serializing_if = "Context::is_empty")]
    pub context: Context,
    /// Set when the cart is a renewal of a subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing: Option<Billing>,
}

/// One line of a cart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Unique in the cart; a missing id became the line's position as text, from `1`.
    #[serde(default, deserialize_with = "fast::id_or_empty")]
    pub id: String,
    /// The merchant's id of the product.
    #[serde(deserialize_with = "fast::name")]
    pub product_id: String,
    /// The merchant's stock keeping unit.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Display name.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Units, 1 to 1,000,000.
    #[serde(deserialize_with = "fast::million")]
    pub quantity: u32,
    /// Price of one unit, after sale prices and quantity tiers of the shop itself.
    #[serde(deserialize_with = "fast::amount")]
    pub unit_price: Money,
    /// Price of one unit before the shop's own reductions.
    #[serde(default, deserialize_with = "fast::amount_or_absent", skip_serializing_if = "Option::is_none")]
    pub list_price: Option<Money>,
    /// Categories the product is in, by id.
    #[serde(default, deserialize_with = "fast::names_or_absent", skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<String>>,
    /// Product groups, by id.
    #[serde(default, deserialize_with = "fast::names_or_absent", skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<String>>,
    /// Brand.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// Tags.
    #[serde(default, deserialize_with = "fast::names_or_absent", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Attributes by name.
    #[serde(default, deserialize_with = "fast::attributes", skip_serializing_if = "Option::is_none")]
    pub attributes: Option<BTreeMap<String, Attribute>>,
    /// Whether the unit price is a sale price; absent: when `list_price` is above `unit_price`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_sale: Option<bool>,
    /// Whether the product is in stock; absent: true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_stock: Option<bool>,
    /// Whether coupons may reduce this line; absent: true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discountable: Option<bool>,
    /// Whether the line is a gift card; absent: false.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift_card: Option<bool>,
    /// Tax rate of the line; absent: 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_rate: Option<Percent>,
    /// Weight of one unit in grams.
    #[serde(default, deserialize_with = "fast::weight", skip_serializing_if = "Option::is_none")]
    pub weight_grams: Option<u64>,
    /// What one unit costs the shop.
    #[serde(default, deserialize_with = "fast::amount_or_absent", skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<Money>,
    /// No coupon takes a unit below this price.
    #[serde(default, deserialize_with = "fast::amount_or_absent", skip_serializing_if = "Option::is_none")]
    pub min_unit_price: Option<Money>,
    /// One-time setup fee of one unit; absent: 0.
    #[serde(default, deserialize_with = "fast::amount_or_absent", skip_serializing_if = "Option::is_none")]
    pub setup_fee: Option<Money>,
    /// How often the line is paid; absent: one time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_period: Option<BillingPeriod>,
}

/// The value of a product or customer attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A yes or no.
    Flag(bool),
}

/// The shipping a shopper chose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shipping {
    /// The merchant's id of the service, such as `ground`.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Its price.
    #[serde(deserialize_with = "fast::amount")]
    pub amount: Money,
    /// Its tax rate; absent: 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_rate: Option<Percent>,
}

/// A fee of the order: payment, handling. Never discounted, taxed by its own rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Unique in the cart.
    #[serde(deserialize_with = "fast::name")]
    pub id: String,
    /// The amount.
    #[serde(deserialize_with = "fast::amount")]
    pub amount: Money,
    /// Its tax rate; absent: 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_rate: Option<Percent>,
}

/// Who is shopping. Everything is optional; what is absent is unknown, not empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    /// The merchant's id of the account.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// E-mail as typed.
    #[serde(default, deserialize_with = "fast::email", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Segments the customer is in.
    #[serde(default, deserialize_with = "fast::names_or_absent", skip_serializing_if = "Option::is_none")]
    pub segments: Option<Vec<String>>,
    /// ISO 3166-1 alpha-2 country.
    #[serde(default, deserialize_with = "fast::country", skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// ISO 3166-2 subdivision.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Placed orders so far.
    #[serde(default, deserialize_with = "fast::count", skip_serializing_if = "Option::is_none")]
    pub orders_count: Option<u64>,
    /// Spent so far, in the cart's currency.
    #[serde(default, deserialize_with = "fast::spent", skip_serializing_if = "Option::is_none")]
    pub total_spent: Option<Money>,
    /// Whether the shopper is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logged_in: Option<bool>,
    /// Whether the shop has verified who this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
    /// Attributes by name.
    #[serde(default, deserialize_with = "fast::attributes", skip_serializing_if = "Option::is_none")]
    pub attributes: Option<BTreeMap<String, Attribute>>,
}

/// Where and how the shopping happens.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// Such as `web`, `app`, `pos`.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Such as `desktop`, `mobile`.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Opaque identifier of the device.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// Address of the shopper.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// Payment method chosen.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<String>,
    /// Where the shopper came from.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Language of messages, such as `en` or `fr`; absent: English.
    #[serde(default, deserialize_with = "fast::name_or_absent", skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// How often a line is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BillingPeriod {
    /// Paid once.
    OneTime,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every six months.
    Semiannual,
    /// Every year.
    Annual,
    /// Every two years.
    Biennial,
    /// Every three years.
    Triennial,
}

/// Says that the cart is a renewal of a subscription. `docs/MODEL.md` section 8.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Billing {
    /// The merchant's id of the subscription.
    #[serde(deserialize_with = "fast::name")]
    pub subscription_id: String,
    /// The order that began it.
    #[serde(deserialize_with = "fast::name")]
    pub first_order_id: String,
    /// The lines of that order that belong to the subscription.
    #[serde(deserialize_with = "fast::names")]
    pub first_line_ids: Vec<String>,
    /// 1 is the second payment.
    #[serde(deserialize_with = "fast::million")]
    pub renewal_number: u32,
}

impl Cart {
    /// The amounts that are too large, by line, with pointers into a request's `cart`. A cart that was read holds none;
    /// one whose lines were filled in afterwards must be checked before it is priced.
    #[must_use]
    pub fn amounts_too_large(&self) -> Vec<FieldError> {
        check::amounts(self)
    }

    /// Minor units of a single amount at most: 10^12.
    pub const LARGEST_AMOUNT: i64 = 1_000_000_000_000;
    /// Lines at most.
    pub const LINES: usize = 1_000;
    /// Units of one line, and renewals, at most.
    pub const MILLION: u32 = 1_000_000;
    /// Characters of an e-mail address at most.
    pub const LONGEST_EMAIL: usize = 254;

    /// Reads a cart by itself, such as one that was stored.
    ///
    /// # Errors
    /// See [`DecodeError`]; all faults at once.
    pub fn from_json(body: &[u8]) -> Result<Self, DecodeError> {
        match fast::cart(body) {
            Some(cart) => Ok(cart),
            None => crate::decode::from_json(body),
        }
    }
}

impl Context {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

words! {
    BillingPeriod {
        OneTime = "one_time", Weekly = "weekly", Monthly = "monthly", Quarterly = "quarterly",
        Semiannual = "semiannual", Annual = "annual", Biennial = "biennial", Triennial = "triennial",
    }
}

impl Serialize for Attribute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}

#[cfg(test)]
mod tests;
