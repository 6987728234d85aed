//! The priced answer for a cart. Mirrors `tessera_engine::quote`.

use serde_json::Value;
use utoipa::ToSchema;

/// What a cart costs under a set of coupons, and why. Amounts are minor units of `currency`.
#[derive(ToSchema)]
pub(crate) struct Quote {
    /// Currency of every amount.
    currency: String,
    /// The instant the quote was priced for.
    #[schema(format = DateTime)]
    as_of: String,
    /// One entry for each line of the cart, in its order.
    line_items: Vec<QuoteLine>,
    /// The shipping, or `null` when the cart has none.
    shipping: Option<QuoteShipping>,
    /// The fees, in the cart's order.
    fees: Vec<QuoteFee>,
    /// What was applied and what was not.
    discounts: Discounts,
    /// What is missing for more, nearest first, at most 5.
    hints: Vec<Hint>,
    /// Products a coupon gives that are to be added to the cart.
    gifts: Vec<Gift>,
    /// The sums.
    totals: Totals,
    /// How the set of coupons was found.
    selection: SelectionReport,
    /// The settings the amounts depend on.
    policy: Policy,
    /// Whether the shop's server vouches for the cart; only when it was asked for with a publishable key.
    #[schema(nullable = false)]
    verified: Option<bool>,
    /// Every candidate with its outcome and condition tree; only when asked for.
    explain: Option<Value>,
}

/// One line, priced.
#[derive(ToSchema)]
pub(crate) struct QuoteLine {
    /// The line's id.
    id: String,
    /// Unit price times quantity.
    subtotal: i64,
    /// Item and order lane discount.
    discount: i64,
    /// `subtotal - discount`.
    total: i64,
    /// Setup fee of the whole line.
    setup_fee: i64,
    /// Discount on it.
    setup_fee_discount: i64,
    /// Tax of the line with its setup fee.
    tax: i64,
    /// The line's shares, in run order.
    allocations: Vec<LineAllocation>,
}

/// One coupon's share on one line.
#[derive(ToSchema)]
pub(crate) struct LineAllocation {
    /// The coupon.
    coupon_id: String,
    /// Its share.
    amount: i64,
}

/// The shipping, priced.
#[derive(ToSchema)]
pub(crate) struct QuoteShipping {
    /// The chosen service.
    service: Option<String>,
    /// Its price.
    amount: i64,
    /// Discount on it.
    discount: i64,
    /// `amount - discount`.
    total: i64,
    /// Its tax.
    tax: i64,
}

/// A fee, taxed.
#[derive(ToSchema)]
pub(crate) struct QuoteFee {
    /// The fee's id.
    id: String,
    /// Its amount.
    amount: i64,
    /// Its tax.
    tax: i64,
}

/// What was applied and what was not.
#[derive(ToSchema)]
pub(crate) struct Discounts {
    /// The codes as they were presented.
    codes: Vec<String>,
    /// The coupons that gave something, in run order.
    applied: Vec<Applied>,
    /// The codes and claims that gave nothing, in the order they were presented.
    rejected: Vec<Rejected>,
}

/// A coupon that gave something.
#[derive(ToSchema)]
pub(crate) struct Applied {
    /// The coupon.
    coupon_id: String,
    /// The version it was priced with.
    version: u64,
    /// The code as presented; `null` for an automatic coupon or a claim.
    code: Option<String>,
    /// The claim, if it came from a wallet.
    claim_id: Option<String>,
    /// What shoppers read.
    title: String,
    /// Lanes it occupies: `item`, `order`, `shipping`.
    lanes: Vec<String>,
    /// What it gave in all.
    amount: i64,
    /// Whether it came by itself.
    automatic: bool,
    /// `each` or `across`; that of its first benefit.
    method: String,
    /// Its priority.
    priority: u32,
    /// Where the amount went; sums to `amount`.
    allocations: Vec<Allocation>,
    /// The same by benefit, for a coupon with several: those that gave something.
    benefits: Option<Vec<AppliedBenefit>>,
    /// Places it was meant for and did not reach.
    skipped: Vec<Skipped>,
    /// What was cut from it.
    trims: Vec<Trim>,
}

/// What one benefit of a coupon gave.
#[derive(ToSchema)]
pub(crate) struct AppliedBenefit {
    /// Its position in the coupon, from 0.
    position: u32,
    /// Its kind.
    kind: String,
    /// Where its amount went.
    allocations: Vec<Allocation>,
}

/// A share of a coupon: `$.line_items[N]`, `$.line_items[N].setup_fee` or `$.shipping`.
#[derive(ToSchema)]
pub(crate) struct Allocation {
    /// JSONPath into the request's cart.
    path: String,
    /// The share.
    amount: i64,
}

/// A place a coupon was meant for and did not reach.
#[derive(ToSchema)]
pub(crate) struct Skipped {
    /// JSONPath into the request's cart.
    path: String,
    /// `out_of_stock`, `sale_item`, `gift_card`, `not_discountable`, `excluded`, `billing_period_not_covered`, `price_floor`.
    reason: String,
}

/// What was cut from a coupon.
#[derive(ToSchema)]
pub(crate) struct Trim {
    /// `coupon_cap`, `budget`, `price_floor`, `margin_floor`, `store_cap`, `line_total`, and at a renewal `first_order`.
    by: String,
    /// How much.
    amount: i64,
}

/// A code or claim that gave nothing.
#[derive(ToSchema)]
pub(crate) struct Rejected {
    /// The code as presented.
    code: Option<String>,
    /// The claim.
    claim_id: Option<String>,
    /// The coupon; `null` when the caller has no right to know it.
    coupon_id: Option<String>,
    /// Why.
    reason: String,
    /// Why, in words, in the locale of the cart's context.
    message: String,
    /// The numbers behind it.
    details: Value,
}

/// What is missing for a coupon to apply, and what it would save.
#[derive(ToSchema)]
pub(crate) struct Hint {
    /// The coupon.
    coupon_id: String,
    /// What shoppers read.
    title: String,
    /// Why it does not apply yet.
    reason: String,
    /// What is missing, such as `{"amount": 6000}`.
    missing: Value,
    /// What it would save.
    saving: i64,
    /// The same in words.
    message: String,
}

/// A product to be added to the cart at no price.
#[derive(ToSchema)]
pub(crate) struct Gift {
    /// The product.
    product_id: String,
    /// Units.
    quantity: u32,
    /// The coupon that gives it.
    coupon_id: String,
}

/// The sums of a quote.
#[derive(ToSchema)]
pub(crate) struct Totals {
    /// Merchandise before discounts.
    subtotal: i64,
    /// Item lane discount on merchandise.
    items_discount: i64,
    /// Order lane discount on merchandise.
    order_discount: i64,
    /// Setup fees before discounts.
    setup_fees: i64,
    /// Discount on setup fees.
    setup_fees_discount: i64,
    /// Shipping before discounts.
    shipping: i64,
    /// Discount on shipping.
    shipping_discount: i64,
    /// Payment and other fees.
    fees: i64,
    /// All tax.
    tax: i64,
    /// Paid from balances.
    balance_used: i64,
    /// Which balances pay how much.
    balances: Vec<BalanceUse>,
    /// What is left to pay.
    total: i64,
    /// The four discounts together.
    savings: i64,
}

/// What one balance pays.
#[derive(ToSchema)]
pub(crate) struct BalanceUse {
    /// The coupon that holds the balance.
    coupon_id: String,
    /// The code as presented.
    code: Option<String>,
    /// The claim.
    claim_id: Option<String>,
    /// What it pays here.
    amount: i64,
    /// What is left on it.
    remaining: i64,
}

/// How the set of coupons was found. `docs/MODEL.md` section 7.
#[derive(ToSchema)]
pub(crate) struct SelectionReport {
    /// `best_for_customer` or `priority`.
    strategy: String,
    /// Whether no legal set is better.
    optimal: bool,
    /// When not optimal: a saving no legal set exceeds.
    bound: Option<i64>,
    /// Sets that were priced.
    evaluated: u32,
    /// The next best set.
    runner_up: Option<RunnerUp>,
}

/// The next best set of coupons.
#[derive(ToSchema)]
pub(crate) struct RunnerUp {
    /// What it would save.
    saving: i64,
    /// Its coupons.
    coupon_ids: Vec<String>,
}

/// The settings the amounts depend on.
#[derive(ToSchema)]
pub(crate) struct Policy {
    /// How amounts were rounded and split.
    rounding: PolicyRounding,
    /// `running` or `original`.
    percent_base: String,
}

/// How amounts were rounded and split.
#[derive(ToSchema)]
pub(crate) struct PolicyRounding {
    /// `half_up`, `half_even` or `down`.
    mode: String,
    /// `coupon`, `line` or `unit`.
    scope: String,
    /// `largest`, `first` or `last`.
    remainder: String,
}
