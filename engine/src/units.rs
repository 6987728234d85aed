//! The units of a line: which are consumed, and what the free ones are still worth; always as ranges of quantity, so
//! that a million units cost what ten cost. `docs/MODEL.md` 4.3.

use std::cmp::Ordering;

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::benefit::compute::Turn;
use crate::cart::Cart;
use crate::decode::{Decode, Errors, Object, codes};
use crate::ledger::Ledger;
use crate::lines::{LineIndex, Lines};
use crate::locale::Locale;
use crate::words::words;

/// The units of one line. No free unit is ever worth more than the line's unit price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Units {
    /// Units that no unit benefit has used.
    free: i64,
    /// What the free units are worth together.
    worth: i64,
    /// Units given as gifts: outside the eligible amount of later benefits (4.6).
    gifts: i64,
}

impl Units {
    /// Before any coupon.
    pub(crate) const fn open(quantity: i64, amount: i64) -> Self {
        Self { free: quantity, worth: amount, gifts: 0 }
    }

    /// How many are free.
    pub(crate) const fn free(&self) -> i64 {
        self.free
    }

    /// What all the free ones are worth.
    pub(crate) const fn worth(&self) -> i64 {
        self.worth
    }

    /// How many were given as gifts.
    pub(crate) const fn gifts(&self) -> i64 {
        self.gifts
    }

    /// What `units` of the free ones are worth: `floor(amount of the free units * k / f)`.
    pub(crate) fn worth_of(&self, units: i64) -> i64 {
        assert!((0..=self.free).contains(&units), "only free units are used");
        share_of(self.worth, units, self.free)
    }

    /// Compares what one free unit is worth, exactly.
    pub(crate) fn cmp_unit(&self, other: &Self) -> Ordering {
        let scaled = |one: &Self, by: &Self| i128::from(one.worth) * i128::from(by.free.max(1));
        scaled(self, other).cmp(&scaled(other, self))
    }

    /// Takes `units` out for every later unit benefit.
    pub(crate) fn consume(&mut self, units: i64, as_gift: bool) {
        self.worth -= self.worth_of(units);
        self.free -= units;
        self.gifts += if as_gift { units } else { 0 };
    }

    /// Says what the free units are worth where none is consumed: what is left of the line.
    pub(crate) fn set_worth(&mut self, amount: i64) {
        self.worth = amount;
    }

    /// Bears its part of a discount on the whole line, of which `running` is left:
    /// `floor(discount * amount of the free units / running amount)`.
    pub(crate) fn bear(&mut self, discount: i64, running: i64) {
        self.worth -= share_of(discount, self.worth, running);
    }
}

/// `floor(amount * part / whole)`; nothing of nothing. Most lines have no consumed unit, and most amounts fit a product
/// of 64 bits: a division of 128 bits is the exception.
fn share_of(amount: i64, part: i64, whole: i64) -> i64 {
    if whole == 0 {
        return 0;
    }
    if part == whole {
        return amount;
    }
    match amount.checked_mul(part) {
        Some(product) => product / whole,
        None => i64::try_from(i128::from(amount) * i128::from(part) / i128::from(whole))
            .expect("a part is not above the whole"),
    }
}

/// Units a benefit uses on a line: valued together and then consumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Used {
    pub(crate) line: LineIndex,
    pub(crate) units: i64,
    /// Whether they are given as gifts.
    pub(crate) is_gift: bool,
}

/// Which of the units go first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnitOrder {
    /// Those that are worth most.
    #[default]
    Dearest,
    /// Those that are worth least.
    Cheapest,
}

words! {
    UnitOrder { Dearest = "dearest", Cheapest = "cheapest" }
}

/// `max_units` and `units` of a benefit: over the whole benefit, which units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitLimit {
    /// Units at most; `None` is no limit, and then no unit is consumed.
    pub max_units: Option<u32>,
    /// Which units; counts only with a limit.
    pub units: UnitOrder,
}

impl UnitLimit {
    pub(crate) fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Self {
        let max_units = object.optional("max_units", errors, |node, errors| {
            node.integer(1..=i64::from(Cart::MILLION), errors).and_then(|units| u32::try_from(units).ok())
        });
        let has_order = object.has("units");
        let units = object.optional("units", errors, UnitOrder::decode).unwrap_or_default();
        if has_order && !object.has("max_units") {
            let detail = "says which units `max_units` takes; name that too, or leave this out";
            errors.push(object.pointer_to("units"), codes::INVALID_VALUE, detail);
        }
        Self { max_units, units }
    }

    pub(crate) fn write<M: SerializeMap>(self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("max_units", &self.max_units)?;
        map.serialize_entry("units", &self.max_units.map(|_| self.units))
    }

    /// ` (the 2 dearest units)`, or nothing.
    pub(crate) fn words(self, locale: Locale) -> String {
        let Some(most) = self.max_units else { return String::new() };
        match (locale, self.units) {
            (Locale::En, UnitOrder::Dearest) => format!(" ({most} units at most, the dearest first)"),
            (Locale::En, UnitOrder::Cheapest) => format!(" ({most} units at most, the cheapest first)"),
            (Locale::Fr, UnitOrder::Dearest) => format!(" ({most} unités au plus, les plus chères d'abord)"),
            (Locale::Fr, UnitOrder::Cheapest) => format!(" ({most} unités au plus, les moins chères d'abord)"),
        }
    }

    /// The schema of `max_units`.
    pub(crate) fn most_schema() -> Value {
        json!({
            "type": ["integer", "null"], "minimum": 1, "maximum": Cart::MILLION,
            "description": "Units it is for at most, over the whole benefit; they are then out for other unit benefits."
        })
    }

    /// The schema of `units`.
    pub(crate) fn order_schema() -> Value {
        json!({
            "type": ["string", "null"], "enum": ["dearest", "cheapest", null], "default": "dearest",
            "description": "Which units `max_units` takes first."
        })
    }
}

/// Free units of a line that are all worth the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    pub(crate) line: LineIndex,
    pub(crate) units: Units,
}

/// The free units of lines, those of one line together, in this order, then by line id.
pub(crate) fn ranges(ledger: &Ledger, lines: &[LineIndex], order: UnitOrder) -> Vec<Range> {
    let mut ranges: Vec<Range> = lines
        .iter()
        .map(|line| Range { line: *line, units: *ledger.units(*line) })
        .filter(|range| range.units.free() > 0)
        .collect();
    sort(&mut ranges, order);
    ranges
}

/// Sorts ranges in this order, then by line id.
pub(crate) fn sort(ranges: &mut [Range], order: UnitOrder) {
    ranges.sort_by(|a, b| {
        let by_worth = a.units.cmp_unit(&b.units);
        let by_worth = if order == UnitOrder::Dearest { by_worth.reverse() } else { by_worth };
        by_worth.then(a.line.cmp(&b.line))
    });
}

/// The first `most` free units in this order, as lines ascending with how many of each.
pub(crate) fn pick(ledger: &Ledger, lines: &[LineIndex], order: UnitOrder, most: i64) -> Vec<(LineIndex, i64)> {
    let mut left = most;
    let mut picked = Vec::new();
    for range in ranges(ledger, lines, order) {
        let units = left.min(range.units.free());
        if units == 0 {
            break;
        }
        picked.push((range.line, units));
        left -= units;
    }
    picked.sort_unstable();
    picked
}

/// What the `most` dearest units of lines cost before any coupon, each by `worth_of` its unit price: no set of coupons
/// leaves that many units worth more (see [`Units`]).
pub(crate) fn dearest_before(
    lines: &Lines<'_>,
    of: impl Iterator<Item = LineIndex>,
    most: i64,
    worth_of: impl Fn(i64) -> i64,
) -> i64 {
    let mut prices: Vec<(i64, i64)> = of
        .map(|line| lines.at(line).line)
        .map(|line| (worth_of(line.unit_price.minor()), i64::from(line.quantity)))
        .collect();
    prices.sort_unstable_by(|a, b| b.cmp(a));
    let mut left = most;
    let mut sum: i64 = 0;
    for (price, quantity) in prices {
        let units = left.min(quantity);
        sum = sum.saturating_add(price.saturating_mul(units));
        left -= units;
    }
    sum
}

/// Units of lines in all.
pub(crate) fn count(lines: &Lines<'_>, of: impl Iterator<Item = LineIndex>) -> i64 {
    of.map(|line| i64::from(lines.at(line).line.quantity)).sum()
}

impl Turn<'_> {
    /// Makes the picked units parts whose weight is what they are worth, and uses them.
    pub(crate) fn take_units(&mut self, order: UnitOrder, most: i64) {
        for (line, units) in pick(self.ledger, self.eligible, order, most) {
            self.push_units(line, units);
            self.used.push(Used { line, units, is_gift: false });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_units_are_valued_together() {
        let mut units = Units::open(4, 3_996);
        units.bear(400, 3_996);
        assert_eq!((units.worth(), units.worth_of(1)), (3_596, 899), "floor(3596 / 4)");
        units.consume(1, false);
        assert_eq!((units.free(), units.worth()), (3, 2_697), "nothing is lost");
    }

    #[test]
    fn free_units_bear_their_part_of_a_discount_on_the_line() {
        // 10.00 x 3, one unit used and free of charge: 20.00 is left, and all of it is the free units'.
        let mut units = Units::open(3, 3_000);
        units.consume(1, false);
        units.bear(500, 2_000);
        assert_eq!(units.worth(), 1_500);
        // One unit used at full price: of 5.00 off 30.00 the two free ones bear floor(500 * 2000 / 3000).
        let mut units = Units::open(3, 3_000);
        units.consume(1, false);
        units.bear(500, 3_000);
        assert_eq!(units.worth(), 2_000 - 333);
    }

    #[test]
    fn units_compare_by_what_one_is_worth() {
        let one = |free, worth| Units { free, worth, gifts: 0 };
        assert_eq!(one(3, 1_000).cmp_unit(&one(1, 333)), Ordering::Greater, "333.33 and 333");
        assert_eq!(one(3, 999).cmp_unit(&one(1, 333)), Ordering::Equal);
        assert_eq!(one(0, 0).cmp_unit(&one(1, 0)), Ordering::Equal);
    }

    #[test]
    fn the_largest_line_is_exact() {
        let most = crate::Money::MAX_MINOR;
        let mut units = Units::open(1_000_000, most);
        units.bear(most, most);
        assert_eq!(units.worth(), 0);
        let mut units = Units::open(1_000_000, most);
        units.consume(999_999, true);
        assert_eq!((units.free(), units.gifts()), (1, 999_999));
        assert!(units.worth() >= most / 1_000_000);
    }
}
