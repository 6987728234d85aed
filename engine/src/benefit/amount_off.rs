//! `amount_off`: an amount off the target.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::allocation::Part;
use crate::benefit::compute::{Compute, Miss, Turn, Wanted};
use crate::benefit::{not_yet, only};
use crate::decode::{Decode, Errors, Node, Object};
use crate::evaluate::Request;
use crate::kind::Kind;
use crate::ledger::Place;
use crate::lines::LineIndex;
use crate::locale::Locale;
use crate::money::{Amounts, Currency, Money};
use crate::schema;
use crate::settings::Rounding;
use crate::stacking::Lane;
use crate::summary::amounts_words;
use crate::target::Selector;
use crate::words::words;

/// An amount off what the target selects.
#[derive(Clone, Debug, PartialEq)]
pub struct AmountOff {
    /// The amount, by currency.
    pub amount: Amounts,
    /// What the amount is for.
    pub per: Per,
    /// Where goes what the target cannot take.
    pub overflow: Overflow,
    /// Which lines.
    pub target: Selector,
}

/// What an amount is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Per {
    /// Once for the order, shared by its lines.
    #[default]
    Order,
    /// Each line.
    Line,
    /// Each unit.
    Unit,
}

/// Where goes what the target cannot take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overflow {
    /// It is lost.
    #[default]
    Cap,
    /// To the order's other lines.
    SpillToOrder,
}

words! {
    Per { Order = "order", Line = "line", Unit = "unit" }
    Overflow { Cap = "cap", SpillToOrder = "spill_to_order" }
}

impl Kind for AmountOff {
    const NAME: &'static str = "amount_off";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let amount = object.required("amount", errors, Node::amounts);
        only(object, "per", Per::WORDS, Per::Order, errors);
        only(object, "overflow", Overflow::WORDS, Overflow::Cap, errors);
        not_yet(object, "max_units", errors);
        not_yet(object, "units", errors);
        let target = object.optional("target", errors, Selector::decode).unwrap_or_default();
        Some(Self { amount: amount?, per: Per::Order, overflow: Overflow::Cap, target })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("amount", &self.amount)?;
        map.serialize_entry("per", &self.per)?;
        map.serialize_entry("overflow", &self.overflow)?;
        map.serialize_entry("target", &self.target.or_null())
    }

    fn summary(&self, locale: Locale) -> String {
        let amount = amounts_words(&self.amount, locale);
        let target = self.target.summary_or_order(locale);
        match locale {
            Locale::En => format!("{amount} off {target}"),
            Locale::Fr => format!("{amount} de remise sur {target}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Amount off",
            "description": "An amount off what the target selects, shared by its lines.",
            "required": ["kind", "amount"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "amount": schema::amounts("The amount, by currency."),
                "per": {
                    "type": ["string", "null"], "enum": ["order", null], "default": "order",
                    "description": "What the amount is for: once for the order, shared by its lines."
                },
                "overflow": {
                    "type": ["string", "null"], "enum": ["cap", null], "default": "cap",
                    "description": "Where goes what the target cannot take: it is lost."
                },
                "target": schema::selector_or_null(),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "amount": { "USD": 1000, "EUR": 900 }, "per": "order" })
    }
}

/// `docs/MODEL.md` 2.6 and 4.1.
impl Compute for AmountOff {
    fn lane(&self) -> Lane {
        if self.per == Per::Order && self.target.names_nothing() { Lane::Order } else { Lane::Item }
    }

    fn rank(&self) -> u8 {
        6
    }

    fn is_across(&self, _: Rounding) -> bool {
        self.per == Per::Order
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

    fn miss(&self, _: &Request<'_>, eligible: &[LineIndex]) -> Option<Miss> {
        eligible.is_empty().then_some(Miss::Items)
    }

    fn propose(&self, turn: &mut Turn<'_>) -> Wanted {
        turn.take_eligible();
        let amount = turn.amount_of(&self.amount);
        let first = turn.parts.len();
        match self.per {
            Per::Order => {
                if self.overflow == Overflow::SpillToOrder {
                    spill(turn);
                }
                Wanted::Across { amount, first }
            }
            Per::Line => own(turn, |_| amount),
            Per::Unit => own(turn, |quantity| amount.saturating_mul(quantity).min(Money::MAX_MINOR)),
        }
    }

    /// An amount is never more than its lines hold, and they hold most before anybody has discounted them.
    fn ceiling(&self, turn: &mut Turn<'_>) -> i64 {
        let wanted = self.propose(turn);
        let held = |part: &Part| part.room;
        let all: i64 = turn.parts.iter().map(held).sum();
        match wanted {
            Wanted::Across { amount, .. } => amount.min(all),
            Wanted::Each => turn.parts.iter().map(|part| part.share.min(part.room)).sum(),
        }
    }

    fn is_separable(&self, eligible: usize, _: Rounding) -> bool {
        self.per != Per::Order || (eligible <= 1 && self.overflow == Overflow::Cap)
    }
}

/// Adds the other discountable lines of the cart, for what the target cannot take.
fn spill(turn: &mut Turn<'_>) {
    let anything = Selector::default();
    for line in turn.lines.indices() {
        if turn.eligible.binary_search(&line).is_err() && anything.means(turn.lines.at(line)) {
            turn.push(Place::Goods(line), turn.ledger.goods(line));
        }
    }
}

/// Gives every line its own amount.
fn own(turn: &mut Turn<'_>, amount_of: impl Fn(i64) -> i64) -> Wanted {
    for (part, line) in turn.parts.iter_mut().zip(turn.eligible) {
        part.share = amount_of(i64::from(turn.lines.at(*line).line.quantity));
    }
    Wanted::Each
}
