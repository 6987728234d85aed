//! What came of a test basket, in words.

use tessera_app::quotes::DraftQuote;
use tessera_engine::quote::{Quote, QuoteLine, Totals};
use tessera_engine::{Currency, Terms};

use super::fields::Line;
use crate::admin::instants::instant;
use crate::admin::rules::{Rule, condition_rules, entry_of, message_of, standing_rules, turn_rules};
use crate::admin::shell::Shell;
use crate::admin::texts::fill;

/// What came of it.
pub(in crate::admin) struct Outcome {
    /// Whether the coupon gave something.
    pub(in crate::admin) gives: bool,
    /// What it gave, or why it did not.
    pub(in crate::admin) verdict: String,
    /// The instant it was tried at.
    pub(in crate::admin) at: String,
    pub(in crate::admin) rules: Vec<Rule>,
    pub(in crate::admin) lines: Vec<PricedLine>,
    /// What a sum is called, the sum, and whether it is money saved.
    pub(in crate::admin) sums: Vec<(&'static str, String, bool)>,
    /// To pay without the coupon.
    pub(in crate::admin) before: String,
    /// To pay with it.
    pub(in crate::admin) after: String,
    /// What else was applied, and what keeps the coupon from giving more.
    pub(in crate::admin) notes: Vec<String>,
    /// What would bring more.
    pub(in crate::admin) hints: Vec<String>,
}

/// A line with what the coupon gave on it.
pub(in crate::admin) struct PricedLine {
    pub(in crate::admin) name: String,
    pub(in crate::admin) quantity: String,
    pub(in crate::admin) subtotal: String,
    /// What the coupon gave on it; empty for nothing.
    pub(in crate::admin) own: String,
    pub(in crate::admin) total: String,
}

impl Outcome {
    /// What came of a price.
    pub(super) fn of(priced: &DraftQuote, terms: &Terms, lines: &[Line], s: &Shell) -> Self {
        let (quote, coupon_id) = (&priced.quote, priced.standing.coupon_id.as_str());
        let currency = quote.currency;
        let money = |minor: i64| s.money(minor, currency);
        let given = given_by(quote, coupon_id);
        let entry = entry_of(quote, coupon_id);
        let mut rules = standing_rules(&priced.standing, quote, s);
        if let Some(entry) = entry {
            rules.extend(condition_rules(entry, currency, s));
            rules.extend(turn_rules(entry, s));
        }
        let gives = entry.is_some_and(|entry| entry["outcome"] == "applied");
        let message = entry.map(|entry| message_of(entry, s)).unwrap_or_default();
        let verdict = match (gives, given) {
            (true, 0) => s.t.basket_gives_gift.to_owned(),
            (true, _) => fill(s.t.basket_gives, &[&money(given)]),
            (false, _) => fill(s.t.basket_gives_nothing, &[&message]),
        };
        Self {
            gives,
            verdict,
            at: fill(s.t.basket_at, &[&instant(quote.as_of, &s.zone, s.locale())]),
            rules,
            lines: priced_lines(quote, lines, coupon_id, s),
            sums: sums(&quote.totals, s, currency),
            before: money(priced.without.total),
            after: money(quote.totals.total),
            notes: notes(quote, coupon_id, terms, s),
            hints: quote.hints.iter().map(|hint| hint.message.clone()).collect(),
        }
    }
}

/// What a coupon gave or paid.
pub(super) fn given_by(quote: &Quote, coupon_id: &str) -> i64 {
    let discount = quote.discounts.applied.iter().filter(|applied| &*applied.coupon_id == coupon_id);
    let paid = quote.totals.balances.iter().filter(|used| &*used.coupon_id == coupon_id);
    discount.map(|applied| applied.amount).sum::<i64>() + paid.map(|used| used.amount).sum::<i64>()
}

fn priced_lines(quote: &Quote, lines: &[Line], coupon_id: &str, s: &Shell) -> Vec<PricedLine> {
    let both = quote.line_items.iter().zip(lines);
    both.map(|(line, of)| priced_line(line, of, coupon_id, s, quote.currency)).collect()
}

fn priced_line(line: &QuoteLine, of: &Line, coupon_id: &str, s: &Shell, currency: Currency) -> PricedLine {
    let own = line.allocations.iter().filter(|share| &*share.coupon_id == coupon_id).map(|share| share.amount);
    let own: i64 = own.sum();
    let fee = line.setup_fee - line.setup_fee_discount;
    PricedLine {
        name: if of.name.is_empty() { of.product.clone() } else { of.name.clone() },
        quantity: of.quantity.clone(),
        subtotal: s.money(line.subtotal + line.setup_fee, currency),
        own: if own > 0 { s.money(-own, currency) } else { String::new() },
        total: s.money(line.total + fee, currency),
    }
}

fn sums(totals: &Totals, s: &Shell, currency: Currency) -> Vec<(&'static str, String, bool)> {
    let t = s.t;
    let off = -(totals.items_discount + totals.order_discount);
    let all = [
        (t.sum_goods, totals.subtotal, false, true),
        (t.sum_discount, off, true, true),
        (t.sum_setup, totals.setup_fees, false, false),
        (t.sum_setup_off, -totals.setup_fees_discount, true, false),
        (t.sum_shipping, totals.shipping, false, true),
        (t.sum_shipping_off, -totals.shipping_discount, true, false),
        (t.sum_fees, totals.fees, false, false),
        (t.sum_tax, totals.tax, false, true),
        (t.sum_balance, -totals.balance_used, true, false),
    ];
    let shown = all.into_iter().filter(|(_, minor, _, always)| *always || *minor != 0);
    shown.map(|(words, minor, saved, _)| (words, s.money(minor, currency), saved && minor != 0)).collect()
}

/// Other coupons that were applied, gifts, what was cut, and that the coupon is not in force.
fn notes(quote: &Quote, coupon_id: &str, terms: &Terms, s: &Shell) -> Vec<String> {
    let (t, currency) = (s.t, quote.currency);
    let mut notes = Vec::new();
    for applied in &quote.discounts.applied {
        if &*applied.coupon_id != coupon_id {
            notes.push(fill(t.basket_other, &[&applied.title, &s.money(applied.amount, currency)]));
            continue;
        }
        notes.extend(applied.trims.iter().map(|trim| fill(cut_by(trim.by, s), &[&s.money(trim.amount, currency)])));
        let passed = applied.skipped.len();
        if passed > 0 {
            notes.push(fill(t.basket_passed_over, &[&passed.to_string()]));
        }
    }
    for gift in quote.gifts.iter().filter(|gift| &*gift.coupon_id == coupon_id) {
        notes.push(fill(t.basket_gift, &[&gift.quantity.to_string(), &gift.product_id]));
    }
    if terms.status != tessera_engine::coupon::Status::Enabled {
        notes.push(t.basket_as_if.to_owned());
    }
    notes
}

fn cut_by(by: &str, s: &Shell) -> &'static str {
    let t = s.t;
    match by {
        "coupon_cap" => t.cut_coupon_cap,
        "budget" => t.cut_budget,
        "price_floor" => t.cut_price_floor,
        "margin_floor" => t.cut_margin_floor,
        "store_cap" => t.cut_store_cap,
        "line_total" => t.cut_line_total,
        _ => t.cut_other,
    }
}
