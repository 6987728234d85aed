//! The priced answer for a cart. Shape: HTTP contract section 2. Serialises to the bytes every path answers with.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::Value;
use smallvec::SmallVec;

use crate::money::Currency;
use crate::reason::Reason;
use crate::stacking::Lanes;

/// What a cart costs under a set of coupons, and why. Amounts are minor units of `currency`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quote {
    /// Currency of every amount.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[A-Z]{3}$"))]
    pub currency: Currency,
    /// The instant the quote was priced for.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub as_of: Timestamp,
    /// One entry for each line of the cart, in its order.
    pub line_items: Vec<QuoteLine>,
    /// The shipping, or `null` when the cart has none.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub shipping: Option<QuoteShipping>,
    /// The fees, in the cart's order.
    pub fees: Vec<QuoteFee>,
    /// What was applied and what was not.
    pub discounts: Discounts,
    /// What is missing for more, nearest first, at most 5.
    pub hints: Vec<Hint>,
    /// Products a coupon gives that are to be added to the cart.
    pub gifts: Vec<Gift>,
    /// The sums.
    pub totals: Totals,
    /// How the set of coupons was found.
    pub selection: SelectionReport,
    /// The settings the amounts depend on.
    pub policy: Policy,
    /// For a quote that a browser asked for: whether the shop's server vouches for its cart. Absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
    /// Every candidate with its outcome and condition tree; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub explain: Option<Value>,
}

/// One line, priced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuoteLine {
    /// The line's id.
    pub id: String,
    /// Unit price times quantity.
    pub subtotal: i64,
    /// Item and order lane discount.
    pub discount: i64,
    /// `subtotal - discount`.
    pub total: i64,
    /// Setup fee of the whole line.
    pub setup_fee: i64,
    /// Discount on it.
    pub setup_fee_discount: i64,
    /// Tax of the line with its setup fee.
    pub tax: i64,
    /// The line's shares, in run order.
    pub allocations: Vec<LineAllocation>,
}

/// One coupon's share on one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineAllocation {
    /// The coupon.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub coupon_id: Arc<str>,
    /// Its share.
    pub amount: i64,
}

/// The shipping, priced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuoteShipping {
    /// The chosen service.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub service: Option<String>,
    /// Its price.
    pub amount: i64,
    /// Discount on it.
    pub discount: i64,
    /// `amount - discount`.
    pub total: i64,
    /// Its tax.
    pub tax: i64,
}

/// A fee, taxed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuoteFee {
    /// The fee's id.
    pub id: String,
    /// Its amount.
    pub amount: i64,
    /// Its tax.
    pub tax: i64,
}

/// What was applied and what was not.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Discounts {
    /// The codes as they were presented.
    pub codes: Vec<String>,
    /// The coupons that gave something, in run order.
    pub applied: Vec<Applied>,
    /// The codes and claims that gave nothing, in the order they were presented.
    pub rejected: Vec<Rejected>,
}

/// A coupon that gave something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Applied {
    /// The coupon.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub coupon_id: Arc<str>,
    /// The version it was priced with.
    pub version: u64,
    /// The code as presented; `null` for an automatic coupon or a claim.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub code: Option<String>,
    /// The claim, if it came from a wallet.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub claim_id: Option<String>,
    /// What shoppers read.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub title: Arc<str>,
    /// Lanes it occupies: `item`, `order`, `shipping`.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub lanes: Lanes,
    /// What it gave in all.
    pub amount: i64,
    /// Whether it came by itself.
    pub automatic: bool,
    /// `each` or `across`; that of its first benefit.
    pub method: &'static str,
    /// Its priority.
    pub priority: u32,
    /// Where the amount went; sums to `amount`.
    pub allocations: Vec<Allocation>,
    /// The same by benefit, for a coupon with several: those that gave something.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub benefits: Vec<AppliedBenefit>,
    /// Places it was meant for and did not reach.
    pub skipped: Vec<Skipped>,
    /// What was cut from it.
    pub trims: Vec<Trim>,
}

/// What one benefit of a coupon gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppliedBenefit {
    /// Its position in the coupon, from 0.
    pub position: u32,
    /// Its kind.
    pub kind: &'static str,
    /// Where its amount went.
    pub allocations: Vec<Allocation>,
}

/// A place in the request's cart. A document has it as a JSONPath: `$.line_items[N]`, `$.line_items[N].setup_fee` or
/// `$.shipping`, where N is the position of the line in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Path {
    /// The goods of a line.
    Line(usize),
    /// The setup fees of a line.
    SetupFee(usize),
    /// The shipping.
    Shipping,
}

/// A share of a coupon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Allocation {
    /// JSONPath into the request's cart.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub path: Path,
    /// The share.
    pub amount: i64,
}

/// A place a coupon was meant for and did not reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Skipped {
    /// JSONPath into the request's cart.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub path: Path,
    /// `out_of_stock`, `sale_item`, `gift_card`, `not_discountable`, `excluded`, `billing_period_not_covered`, `price_floor`.
    pub reason: &'static str,
}

/// What was cut from a coupon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Trim {
    /// `coupon_cap`, `budget`, `price_floor`, `margin_floor`, `store_cap`, `line_total`, and at a renewal `first_order`.
    pub by: &'static str,
    /// How much.
    pub amount: i64,
}

/// A code or claim that gave nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rejected {
    /// The code as presented.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub code: Option<String>,
    /// The claim.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub claim_id: Option<String>,
    /// The coupon; `null` when the caller has no right to know it.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required = true))]
    pub coupon_id: Option<Arc<str>>,
    /// Why.
    pub reason: Reason,
    /// Why, in words, in the locale of the cart's context.
    pub message: String,
    /// The numbers behind it.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub details: Value,
}

/// What is missing for a coupon to apply, and what it would save.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hint {
    /// The coupon.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub coupon_id: Arc<str>,
    /// What shoppers read.
    pub title: String,
    /// Why it does not apply yet.
    pub reason: Reason,
    /// What is missing, such as `{"amount": 6000}`.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub missing: Value,
    /// What it would save.
    pub saving: i64,
    /// The same in words.
    pub message: String,
}

/// A product to be added to the cart at no price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gift {
    /// The product.
    pub product_id: String,
    /// Units.
    pub quantity: u32,
    /// The coupon that gives it.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub coupon_id: Arc<str>,
}

/// The sums of a quote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Totals {
    /// Merchandise before discounts.
    pub subtotal: i64,
    /// Item lane discount on merchandise.
    pub items_discount: i64,
    /// Order lane discount on merchandise.
    pub order_discount: i64,
    /// Setup fees before discounts.
    pub setup_fees: i64,
    /// Discount on setup fees.
    pub setup_fees_discount: i64,
    /// Shipping before discounts.
    pub shipping: i64,
    /// Discount on shipping.
    pub shipping_discount: i64,
    /// Payment and other fees.
    pub fees: i64,
    /// All tax.
    pub tax: i64,
    /// Paid from balances.
    pub balance_used: i64,
    /// Which balances pay how much.
    pub balances: Vec<BalanceUse>,
    /// What is left to pay.
    pub total: i64,
    /// The four discounts together.
    pub savings: i64,
}

/// What one balance pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BalanceUse {
    /// The coupon that holds the balance.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub coupon_id: Arc<str>,
    /// The code as presented.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub code: Option<String>,
    /// The claim.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub claim_id: Option<String>,
    /// What it pays here.
    pub amount: i64,
    /// What is left on it.
    pub remaining: i64,
}

/// How the set of coupons was found. `docs/MODEL.md` section 7.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SelectionReport {
    /// `best_for_customer` or `priority`.
    pub strategy: &'static str,
    /// Whether no legal set is better.
    pub optimal: bool,
    /// When not optimal: a saving no legal set exceeds.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub bound: Option<i64>,
    /// Sets that were priced.
    pub evaluated: u32,
    /// The next best set.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub runner_up: Option<RunnerUp>,
}

/// The next best set of coupons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RunnerUp {
    /// What it would save.
    pub saving: i64,
    /// Its coupons.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub coupon_ids: Vec<Arc<str>>,
}

/// The settings the amounts depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    /// How amounts were rounded and split.
    pub rounding: PolicyRounding,
    /// `running` or `original`.
    pub percent_base: &'static str,
}

/// How amounts were rounded and split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyRounding {
    /// `half_up`, `half_even` or `down`.
    pub mode: &'static str,
    /// `coupon`, `line` or `unit`.
    pub scope: &'static str,
    /// `largest`, `first` or `last`.
    pub remainder: &'static str,
}

impl Path {
    /// The JSONPath. A quote has one for every share, so it is put together without a formatter and kept nowhere.
    fn text(self) -> SmallVec<[u8; 64]> {
        let (position, tail) = match self {
            Self::Shipping => return SmallVec::from_slice(b"$.shipping"),
            Self::Line(position) => (position, "]"),
            Self::SetupFee(position) => (position, "].setup_fee"),
        };
        let mut text = SmallVec::from_slice(b"$.line_items[");
        push_number(&mut text, position);
        text.extend_from_slice(tail.as_bytes());
        text
    }
}

fn push_number(text: &mut SmallVec<[u8; 64]>, number: usize) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(b'0' + u8::try_from(number % 10).expect("a digit"));
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.text()).expect("a path is ASCII"))
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.text()).expect("a path is ASCII"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_as_json_paths() {
        let paths = [Path::Line(0), Path::Line(1_009), Path::SetupFee(30), Path::Shipping];
        let written = serde_json::to_string(&paths).unwrap();
        let all = ["$.line_items[0]", "$.line_items[1009]", "$.line_items[30].setup_fee", "$.shipping"];
        assert_eq!(written, serde_json::to_string(&all).unwrap());
        assert_eq!(paths.map(|path| path.to_string()), all);
    }
}
