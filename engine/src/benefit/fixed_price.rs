//! `fixed_price`: each unit of the target for an amount.

use serde::ser::SerializeMap;
use serde_json::{Value, json};
use smallvec::smallvec;

use crate::benefit::compute::{Compute, Miss, Ranks, Turn, Wanted};
use crate::decode::{Decode, Errors, Node, Object};
use crate::evaluate::Request;
use crate::kind::Kind;
use crate::ledger::Place;
use crate::lines::{LineIndex, Lines};
use crate::locale::Locale;
use crate::money::{Amounts, Currency};
use crate::reason::Reason;
use crate::schema;
use crate::settings::Rounding;
use crate::stacking::Lane;
use crate::summary::amounts_words;
use crate::target::Selector;
use crate::units::{UnitLimit, dearest_before};

/// Each unit of the target for an amount; a price is never raised.
#[derive(Clone, Debug, PartialEq)]
pub struct FixedPrice {
    /// The price of a unit, by currency.
    pub amount: Amounts,
    /// How many units, and which.
    pub limit: UnitLimit,
    /// Which lines.
    pub target: Selector,
}

impl Kind for FixedPrice {
    const NAME: &'static str = "fixed_price";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let amount = object.required("amount", errors, Node::amounts);
        let limit = UnitLimit::decode(object, errors);
        let target = object.required("target", errors, Selector::decode);
        Some(Self { amount: amount?, limit, target: target? })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("amount", &self.amount)?;
        self.limit.write(map)?;
        map.serialize_entry("target", &self.target)
    }

    fn summary(&self, locale: Locale) -> String {
        let amount = amounts_words(&self.amount, locale);
        let target = self.target.summary_or_order(locale);
        let units = self.limit.words(locale);
        match locale {
            Locale::En => format!("{target} for {amount} each{units}"),
            Locale::Fr => format!("{target} à {amount} l'unité{units}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Fixed price",
            "description": "Each unit of what the target selects for an amount; a price is never raised.",
            "required": ["kind", "amount", "target"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "amount": schema::amounts("The price of a unit, by currency."),
                "max_units": UnitLimit::most_schema(),
                "units": UnitLimit::order_schema(),
                "target": schema::reference("Selector"),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "amount": { "USD": 1500 }, "target": { "products": ["shirt"] } })
    }

    const MODEL_SECTION: &'static str = "4.1";

    const REASONS: &'static [Reason] = &[Reason::ItemsIneligible, Reason::CurrencyMismatch, Reason::BudgetExhausted, Reason::NoEffect];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [
                    { "id": "shirts", "product_id": "shirt", "quantity": 3, "unit_price": 2000 },
                ]
            }
        })
    }
}

/// `docs/MODEL.md` 4.1 and 4.3.
impl Compute for FixedPrice {
    fn lane(&self) -> Lane {
        Lane::Item
    }

    fn ranks(&self) -> Ranks {
        smallvec![1]
    }

    fn is_across(&self, _: Rounding) -> bool {
        false
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

    fn miss(&self, _: &Request<'_>, _: &Lines<'_>, eligible: &[LineIndex]) -> Option<Miss> {
        eligible.is_empty().then_some(Miss::Items)
    }

    fn propose(&self, turn: &mut Turn<'_>) -> Wanted {
        let price = turn.amount_of(&self.amount);
        match self.limit.max_units {
            None => turn.take_eligible(),
            Some(most) => turn.take_units(self.limit.units, i64::from(most)),
        }
        for (part, place) in turn.parts.iter_mut().zip(turn.places.iter()) {
            let Place::Goods(line) = *place else { continue };
            let above = |amount: i64, units: i64| (amount - price.saturating_mul(units)).max(0);
            part.share = if self.limit.max_units.is_some() {
                above(part.weight, part.units)
            } else {
                // No unit's price is raised: what the free units are worth above it, and what the consumed ones are.
                let (units, quantity) = (turn.ledger.units(line), i64::from(turn.lines.at(line).line.quantity));
                above(units.worth(), units.free()) + above(part.weight - units.worth(), quantity - units.free())
            };
        }
        Wanted::Each
    }

    /// No unit is ever worth more than its price before discounts.
    fn ceiling(&self, turn: &mut Turn<'_>) -> i64 {
        let price = turn.amount_of(&self.amount);
        let most = self.limit.max_units.map_or(i64::MAX, i64::from);
        dearest_before(turn.lines, turn.eligible.iter().copied(), most, |unit| (unit - price).max(0))
    }

    /// Without a limit it takes from a line what is left of it above a price. Where no unit is consumed, that is.
    fn is_separable(&self, _: usize, _: Rounding) -> bool {
        self.limit.max_units.is_none()
    }
}
