//! `bundle_price`: any n units of the target for an amount.

use serde::ser::SerializeMap;
use serde_json::{Value, json};
use smallvec::smallvec;

use crate::benefit::compute::{Compute, Miss, Ranks, Turn, Wanted, most_wanted};
use crate::cart::Cart;
use crate::decode::{Decode, Errors, Node, Object};
use crate::evaluate::Request;
use crate::kind::Kind;
use crate::lines::{LineIndex, Lines};
use crate::locale::Locale;
use crate::money::{Amounts, Currency};
use crate::reason::Reason;
use crate::schema;
use crate::settings::Rounding;
use crate::stacking::Lane;
use crate::summary::amounts_words;
use crate::target::Selector;
use crate::units::{Range, UnitOrder, Used, count, ranges};

/// Any n units of the target for an amount, again and again while that lowers the price.
#[derive(Clone, Debug, PartialEq)]
pub struct BundlePrice {
    /// Units of a bundle.
    pub quantity: u32,
    /// The price of a bundle, by currency.
    pub amount: Amounts,
    /// Bundles at most.
    pub max_applications: Option<u32>,
    /// Which lines.
    pub target: Selector,
}

impl Kind for BundlePrice {
    const NAME: &'static str = "bundle_price";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let quantity = object.required("quantity", errors, units);
        let amount = object.required("amount", errors, Node::amounts);
        let max_applications = object.optional("max_applications", errors, units);
        let target = object.required("target", errors, Selector::decode);
        Some(Self { quantity: quantity?, amount: amount?, max_applications, target: target? })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("quantity", &self.quantity)?;
        map.serialize_entry("amount", &self.amount)?;
        map.serialize_entry("max_applications", &self.max_applications)?;
        map.serialize_entry("target", &self.target)
    }

    fn summary(&self, locale: Locale) -> String {
        let amount = amounts_words(&self.amount, locale);
        let target = self.target.summary_or_order(locale);
        let times = times_words(self.max_applications, locale);
        match locale {
            Locale::En => format!("any {} of {target} for {amount}{times}", self.quantity),
            Locale::Fr => format!("{} au choix parmi {target} pour {amount}{times}", self.quantity),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Bundle price",
            "description": "Any so many units of what the target selects for an amount, the dearest first, again and \
                again while that lowers the price.",
            "required": ["kind", "quantity", "amount", "target"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "quantity": units_schema("Units of a bundle."),
                "amount": schema::amounts("The price of a bundle, by currency."),
                "max_applications": units_or_null_schema("Bundles at most; absent: as many as there are."),
                "target": schema::reference("Selector"),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "quantity": 3, "amount": { "USD": 2000 }, "target": { "categories": ["shirts"] } })
    }

    const MODEL_SECTION: &'static str = "4.3";

    const REASONS: &'static [Reason] = &[Reason::RequiredItemsMissing, Reason::ItemsIneligible, Reason::CurrencyMismatch, Reason::BudgetExhausted, Reason::NoEffect];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [
                    { "id": "blue", "product_id": "blue-shirt", "categories": ["shirts"], "quantity": 3, "unit_price": 800 },
                    { "id": "red", "product_id": "red-shirt", "categories": ["shirts"], "quantity": 1, "unit_price": 700 },
                ]
            }
        })
    }
}

/// `docs/MODEL.md` 4.3.
impl Compute for BundlePrice {
    fn lane(&self) -> Lane {
        Lane::Item
    }

    fn ranks(&self) -> Ranks {
        smallvec![2]
    }

    fn is_across(&self, _: Rounding) -> bool {
        true
    }

    fn target(&self) -> Option<&Selector> {
        Some(&self.target)
    }

    fn sort_selectors(&mut self) {
        self.target.sort();
    }

    fn holds(&self, currency: Currency) -> bool {
        self.amount.contains_key(&currency)
    }

    fn miss(&self, _: &Request<'_>, lines: &Lines<'_>, eligible: &[LineIndex]) -> Option<Miss> {
        let (actual, needed) = (count(lines, eligible.iter().copied()), i64::from(self.quantity));
        (actual < needed).then_some(Miss::Units { actual, needed })
    }

    fn units_missing(&self, lines: &Lines<'_>, eligible: &[LineIndex]) -> Option<(i64, &Selector)> {
        Some((i64::from(self.quantity) - count(lines, eligible.iter().copied()), &self.target))
    }

    fn propose(&self, turn: &mut Turn<'_>) -> Wanted {
        let price = turn.amount_of(&self.amount);
        let ranges = ranges(turn.ledger, turn.eligible, UnitOrder::Dearest);
        let bundles = Bundles::make(&ranges, i64::from(self.quantity), price, self.max_applications);
        let mut used: Vec<Used> = bundles.used;
        used.sort_unstable_by_key(|used| used.line);
        for used in &used {
            turn.push_units(used.line, used.units);
        }
        turn.used.extend(used);
        let worth: i64 = turn.parts.iter().map(|part| part.weight).sum();
        Wanted::Across { amount: (worth - bundles.count * price).max(0), first: turn.parts.len() }
    }

    /// Before anybody has discounted or used units, every bundle is worth most and there are most of them.
    fn ceiling(&self, turn: &mut Turn<'_>) -> i64 {
        let wanted = self.propose(turn);
        most_wanted(turn, wanted)
    }

    fn is_separable(&self, _: usize, _: Rounding) -> bool {
        false
    }
}

/// The bundles that lower the price.
struct Bundles {
    count: i64,
    /// One entry a line.
    used: Vec<Used>,
}

impl Bundles {
    /// Takes the dearest units, n at a time, while a bundle is worth more than its price. Bundles within one range are
    /// all worth the same and are made at once.
    fn make(ranges: &[Range], quantity: i64, price: i64, most: Option<u32>) -> Self {
        let mut this = Self { count: 0, used: Vec::new() };
        let most = most.map_or(i64::MAX, i64::from);
        let (mut at, mut taken) = (0, 0);
        while this.count < most {
            let Some(range) = ranges.get(at) else { break };
            let free = range.units.free() - taken;
            if free == 0 {
                (at, taken) = (at + 1, 0);
            } else if free >= quantity {
                if range.units.worth_of(quantity) <= price {
                    break;
                }
                let times = (free / quantity).min(most - this.count);
                this.add(range, times * quantity);
                (this.count, taken) = (this.count + times, taken + times * quantity);
            } else {
                let Some(mixed) = mixed_bundle(&ranges[at..], taken, quantity, price) else { break };
                let last = mixed.len() - 1;
                mixed.iter().zip(&ranges[at..]).for_each(|(units, range)| this.add(range, *units));
                taken = if last == 0 { taken + mixed[0] } else { mixed[last] };
                at += last;
                this.count += 1;
            }
        }
        this
    }

    fn add(&mut self, range: &Range, units: i64) {
        match self.used.last_mut().filter(|used| used.line == range.line) {
            Some(used) => used.units += units,
            None => self.used.push(Used { line: range.line, units, is_gift: false }),
        }
    }
}

/// Units of one bundle over several ranges, if there are enough and they are worth more than its price.
fn mixed_bundle(ranges: &[Range], taken: i64, quantity: i64, price: i64) -> Option<Vec<i64>> {
    let mut units = Vec::new();
    let (mut left, mut worth) = (quantity, 0);
    for (position, range) in ranges.iter().enumerate() {
        let free = range.units.free() - if position == 0 { taken } else { 0 };
        let here = left.min(free);
        worth += range.units.worth_of(here);
        units.push(here);
        left -= here;
        if left == 0 {
            return (worth > price).then_some(units);
        }
    }
    None
}

/// A number of units or times: 1 to 1,000,000.
pub(super) fn units(node: &Node<'_>, errors: &mut Errors) -> Option<u32> {
    node.integer(1..=i64::from(Cart::MILLION), errors).and_then(|units| u32::try_from(units).ok())
}

/// The schema of [`units`].
pub(super) fn units_schema(description: &str) -> Value {
    json!({ "type": "integer", "minimum": 1, "maximum": Cart::MILLION, "description": description })
}

/// The schema of [`units`] that may be left out.
pub(super) fn units_or_null_schema(description: &str) -> Value {
    json!({ "type": ["integer", "null"], "minimum": 1, "maximum": Cart::MILLION, "description": description })
}

/// `, 2 times at most`, or nothing.
pub(super) fn times_words(most: Option<u32>, locale: Locale) -> String {
    match (most, locale) {
        (None, _) => String::new(),
        (Some(1), Locale::En) => ", once".to_owned(),
        (Some(1), Locale::Fr) => ", une fois".to_owned(),
        (Some(most), Locale::En) => format!(", {most} times at most"),
        (Some(most), Locale::Fr) => format!(", {most} fois au plus"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Units;

    fn bundles(lines: &[(i64, i64)], quantity: i64, price: i64, most: Option<u32>) -> (i64, Vec<i64>) {
        let ranges: Vec<Range> = (0..)
            .zip(lines)
            .map(|(line, (units, unit))| Range { line, units: Units::open(*units, units * unit) })
            .collect();
        let bundles = Bundles::make(&ranges, quantity, price, most);
        (bundles.count, bundles.used.iter().map(|used| used.units).collect())
    }

    #[test]
    fn as_long_as_it_lowers_the_price() {
        assert_eq!(bundles(&[(4, 800)], 3, 2_000, None), (1, vec![3]), "8.00 x 4, 3 for 20.00");
        assert_eq!(bundles(&[(4, 500)], 3, 2_000, None), (0, vec![]), "5.00 x 4: 15.00 is less than 20.00");
        assert_eq!(bundles(&[(2, 1_000), (2, 400)], 2, 1_000, None), (1, vec![2]), "8.00 is less than 10.00");
    }

    #[test]
    fn over_several_lines() {
        assert_eq!(bundles(&[(2, 900), (5, 700), (1, 600)], 3, 2_000, None), (2, vec![2, 4]));
        assert_eq!(bundles(&[(1, 900), (1, 800), (1, 700), (4, 100)], 2, 500, None), (2, vec![1, 1, 1, 1]));
        assert_eq!(bundles(&[(2, 900)], 3, 1, None), (0, vec![]), "too few units");
    }

    #[test]
    fn at_most_so_often_and_any_quantity_at_once() {
        assert_eq!(bundles(&[(1_000_000, 800)], 3, 2_000, None), (333_333, vec![999_999]));
        assert_eq!(bundles(&[(1_000_000, 800)], 3, 2_000, Some(5)), (5, vec![15]));
    }
}
