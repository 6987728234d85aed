//! What came of a backtest.

use std::collections::BTreeMap;

use serde::Serialize;
use tessera_engine::cart::Cart;
use tessera_engine::{Currency, Quote};

use super::request::BacktestRequest;

/// Money by currency, in minor units.
type Sums = BTreeMap<Currency, i64>;

/// What a backtest comes to. Amounts are minor units by currency.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Tally {
    /// The stretch of time that was asked about.
    from: Option<jiff::Timestamp>,
    to: Option<jiff::Timestamp>,
    /// Orders that were priced.
    pub(super) orders: u64,
    /// Orders on which the coupon gives something.
    touched: u64,
    /// What it gives in all.
    discount: Sums,
    /// What it gives on a touched order, rounded half up.
    average_discount: Sums,
    /// Goods, setup fees, shipping and fees of the touched orders without any coupon, before tax is added.
    revenue_before: Sums,
    /// The same with the coupon alone.
    revenue_after: Sums,
    /// Goods and setup fees of the touched orders with the coupon, without tax, less their cost; `None` where the cost of a
    /// line is not known.
    margin: Option<Sums>,
    /// Touched orders with a line whose cost is not known.
    orders_without_cost: u64,
    /// Touched orders of customers who had not ordered before, who had, and of nobody known.
    new_customers: u64,
    returning_customers: u64,
    unknown_customers: u64,
    /// Touched orders that had other coupons on them.
    overlap: Vec<Overlap>,
    /// Why the coupon gives nothing on the others.
    reasons: Vec<ReasonCount>,
    /// By month of the store's zone.
    by_month: Vec<Month>,
    /// What was known of the past and of customers.
    facts_used: FactsUsed,
    #[serde(skip)]
    margins: Sums,
    #[serde(skip)]
    touched_in: BTreeMap<Currency, i64>,
    #[serde(skip)]
    others: BTreeMap<String, (u64, Sums)>,
    #[serde(skip)]
    refusals: BTreeMap<String, u64>,
    #[serde(skip)]
    months: BTreeMap<String, Month>,
}

/// Another coupon on touched orders.
#[derive(Clone, Debug, Serialize)]
struct Overlap {
    coupon_id: String,
    orders: u64,
    /// What that one gave on them.
    discount: Sums,
}

#[derive(Clone, Debug, Serialize)]
struct ReasonCount {
    reason: String,
    orders: u64,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Month {
    month: String,
    orders: u64,
    touched: u64,
    discount: Sums,
}

/// What a backtest knew beside the carts.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct FactsUsed {
    /// `before_each_order`, or `not_asked`.
    pub(super) history: &'static str,
    /// `as_of_now`, or `not_asked`.
    pub(super) segments: &'static str,
}

/// An order that was priced.
pub(super) struct PricedOrder<'a> {
    pub(super) cart: &'a Cart,
    pub(super) quote: &'a Quote,
    /// `YYYY-MM` in the store's zone.
    pub(super) month: String,
    /// Whether the customer had ordered before; `None`: nobody known.
    pub(super) has_ordered: Option<bool>,
    /// What other coupons gave on it.
    pub(super) others: &'a [(String, i64)],
}

impl Tally {
    /// Nothing so far.
    pub(super) fn new(period: BacktestRequest, facts_used: FactsUsed) -> Self {
        Self { from: period.from, to: period.to, facts_used, ..Self::default() }
    }

    /// Counts an order; answers what the coupon gives on it.
    pub(super) fn add(&mut self, order: &PricedOrder<'_>) -> i64 {
        let (quote, currency) = (order.quote, order.cart.currency);
        let given = quote.totals.savings;
        self.orders += 1;
        let month = self.months.entry(order.month.clone()).or_default();
        month.orders += 1;
        if quote.discounts.applied.is_empty() || given == 0 {
            let reason = quote.discounts.rejected.first().map(|rejected| rejected.reason.as_str());
            *self.refusals.entry(reason.unwrap_or("discount_code_no_effect").to_owned()).or_default() += 1;
            return 0;
        }
        month.touched += 1;
        *month.discount.entry(currency).or_default() += given;
        self.touched += 1;
        *self.touched_in.entry(currency).or_default() += 1;
        *self.discount.entry(currency).or_default() += given;
        let totals = &quote.totals;
        let before = totals.subtotal + totals.setup_fees + totals.shipping + totals.fees;
        *self.revenue_before.entry(currency).or_default() += before;
        *self.revenue_after.entry(currency).or_default() += before - given;
        match margin(order.cart, quote) {
            Some(margin) => *self.margins.entry(currency).or_default() += margin,
            None => self.orders_without_cost += 1,
        }
        match order.has_ordered {
            Some(false) => self.new_customers += 1,
            Some(true) => self.returning_customers += 1,
            None => self.unknown_customers += 1,
        }
        for (coupon_id, amount) in order.others {
            let other = self.others.entry(coupon_id.clone()).or_default();
            other.0 += 1;
            *other.1.entry(currency).or_default() += amount;
        }
        given
    }

    /// The sums as they are told.
    pub(super) fn finish(mut self) -> Self {
        let average = |(currency, given): (&Currency, &i64)| {
            let orders = self.touched_in.get(currency).copied().unwrap_or(1).max(1);
            (*currency, (given + orders / 2) / orders)
        };
        self.average_discount = self.discount.iter().map(average).collect();
        self.margin = (self.orders_without_cost == 0).then(|| self.margins.clone());
        let overlap = |(coupon_id, (orders, discount))| Overlap { coupon_id, orders, discount };
        self.overlap = std::mem::take(&mut self.others).into_iter().map(overlap).collect();
        self.overlap.sort_by(|a, b| b.orders.cmp(&a.orders).then_with(|| a.coupon_id.cmp(&b.coupon_id)));
        let reason = |(reason, orders)| ReasonCount { reason, orders };
        self.reasons = std::mem::take(&mut self.refusals).into_iter().map(reason).collect();
        self.reasons.sort_by(|a, b| b.orders.cmp(&a.orders).then_with(|| a.reason.cmp(&b.reason)));
        let month = |(name, month)| Month { month: name, ..month };
        self.by_month = std::mem::take(&mut self.months).into_iter().map(month).collect();
        self
    }
}

/// What is left of goods and setup fees over their cost, without tax; `None` when a cost is not known.
fn margin(cart: &Cart, quote: &Quote) -> Option<i64> {
    let mut margin = 0;
    for (line, priced) in cart.line_items.iter().zip(&quote.line_items) {
        let cost = line.unit_cost?.minor() * i64::from(line.quantity);
        let tax = if cart.prices_include_tax { priced.tax } else { 0 };
        margin += priced.total + priced.setup_fee - priced.setup_fee_discount - tax - cost;
    }
    Some(margin)
}
