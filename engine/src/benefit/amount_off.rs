//! `amount_off`: an amount off the target.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use smallvec::smallvec;

use crate::allocation::Part;
use crate::benefit::compute::{Compute, Miss, Ranks, Turn, Wanted};
use crate::decode::{Decode, Errors, Node, Object, codes};
use crate::evaluate::Request;
use crate::kind::Kind;
use crate::ledger::Place;
use crate::lines::{LineIndex, Lines};
use crate::locale::Locale;
use crate::money::{Amounts, Currency, Money};
use crate::reason::Reason;
use crate::schema;
use crate::settings::Rounding;
use crate::stacking::Lane;
use crate::summary::amounts_words;
use crate::target::Selector;
use crate::units::{UnitLimit, dearest_before};
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
    /// How many units, and which; with [`Per::Unit`] only.
    pub limit: UnitLimit,
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
        let per = object.optional("per", errors, Per::decode).unwrap_or_default();
        let overflow = object.optional("overflow", errors, Overflow::decode).unwrap_or_default();
        let limit = UnitLimit::decode(object, errors);
        if limit.max_units.is_some() && per != Per::Unit {
            let detail = "is for an amount per unit; set `per` to `unit`, or leave this out";
            errors.push(object.pointer_to("max_units"), codes::INVALID_VALUE, detail);
        }
        if overflow == Overflow::SpillToOrder && per != Per::Order {
            let detail = "is for an amount per order; set `per` to `order`, or leave this out";
            errors.push(object.pointer_to("overflow"), codes::INVALID_VALUE, detail);
        }
        let target = object.optional("target", errors, Selector::decode).unwrap_or_default();
        Some(Self { amount: amount?, per, overflow, limit, target })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("amount", &self.amount)?;
        map.serialize_entry("per", &self.per)?;
        map.serialize_entry("overflow", &self.overflow)?;
        self.limit.write(map)?;
        map.serialize_entry("target", &self.target.or_null())
    }

    fn summary(&self, locale: Locale) -> String {
        let amount = amounts_words(&self.amount, locale);
        let target = self.target.summary_or_order(locale);
        let per = match self.per {
            Per::Order => "",
            Per::Line => locale.pick(", per line", ", par ligne"),
            Per::Unit => locale.pick(", per unit", ", par unité"),
        };
        let spill = match self.overflow {
            Overflow::Cap => "",
            Overflow::SpillToOrder => locale.pick(", the rest off the order", ", le reste sur la commande"),
        };
        let units = self.limit.words(locale);
        match locale {
            Locale::En => format!("{amount} off {target}{per}{units}{spill}"),
            Locale::Fr => format!("{amount} de remise sur {target}{per}{units}{spill}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Amount off",
            "description": "An amount off what the target selects: shared by its lines, or for each line or unit.",
            "required": ["kind", "amount"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "amount": schema::amounts("The amount, by currency."),
                "per": {
                    "type": ["string", "null"], "enum": ["order", "line", "unit", null], "default": "order",
                    "description": "What the amount is for: once for the order, shared by its lines; each line; each unit."
                },
                "overflow": {
                    "type": ["string", "null"], "enum": ["cap", "spill_to_order", null], "default": "cap",
                    "description": "Where goes what the target cannot take, of an amount per order: it is lost, or it \
                        falls on the rest of the order."
                },
                "max_units": UnitLimit::most_schema(),
                "units": UnitLimit::order_schema(),
                "target": schema::selector_or_null(),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "amount": { "USD": 1000, "EUR": 900 }, "per": "order" })
    }

    const MODEL_SECTION: &'static str = "4.1";

    const REASONS: &'static [Reason] = &[Reason::ItemsIneligible, Reason::CurrencyMismatch, Reason::BudgetExhausted, Reason::NoEffect];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [
                    { "id": "shirt", "product_id": "shirt", "quantity": 2, "unit_price": 2000 },
                    { "id": "mug", "product_id": "mug", "quantity": 1, "unit_price": 900 },
                ]
            }
        })
    }
}

/// `docs/MODEL.md` 2.6 and 4.1.
impl Compute for AmountOff {
    fn lane(&self) -> Lane {
        if self.per == Per::Order && self.target.names_nothing() { Lane::Order } else { Lane::Item }
    }

    fn ranks(&self) -> Ranks {
        smallvec![6]
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

    fn miss(&self, _: &Request<'_>, _: &Lines<'_>, eligible: &[LineIndex]) -> Option<Miss> {
        eligible.is_empty().then_some(Miss::Items)
    }

    fn propose(&self, turn: &mut Turn<'_>) -> Wanted {
        let amount = turn.amount_of(&self.amount);
        if let Some(most) = self.limit.max_units {
            turn.take_units(self.limit.units, i64::from(most));
            return own(turn, |_, units| times(amount, units));
        }
        turn.take_eligible();
        let first = turn.parts.len();
        match self.per {
            Per::Order => {
                // What finds nothing to begin with spills nothing.
                if self.overflow == Overflow::SpillToOrder && first > 0 {
                    spill(turn);
                }
                Wanted::Across { amount, first }
            }
            Per::Line => own(turn, |_, _| amount),
            Per::Unit => own(turn, |gifts, units| times(amount, units - gifts)),
        }
    }

    /// An amount is never more than its lines hold, and they hold most before anybody has discounted them.
    fn ceiling(&self, turn: &mut Turn<'_>) -> i64 {
        if let Some(most) = self.limit.max_units {
            let amount = turn.amount_of(&self.amount);
            return dearest_before(turn.lines, turn.eligible.iter().copied(), i64::from(most), |price| {
                price.min(amount)
            });
        }
        let wanted = self.propose(turn);
        let held = |part: &Part| part.room;
        let all: i64 = turn.parts.iter().map(held).sum();
        match wanted {
            Wanted::Across { amount, .. } => amount.min(all),
            Wanted::Each => turn.parts.iter().map(|part| part.share.min(part.room)).sum(),
        }
    }

    fn is_separable(&self, eligible: usize, _: Rounding) -> bool {
        let whole_lines = self.per != Per::Order && self.limit.max_units.is_none();
        whole_lines || (self.per == Per::Order && eligible <= 1 && self.overflow == Overflow::Cap)
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

/// Gives every part its own amount, by the units among it that were gifts before and by its units.
fn own(turn: &mut Turn<'_>, amount_of: impl Fn(i64, i64) -> i64) -> Wanted {
    for (part, place) in turn.parts.iter_mut().zip(turn.places.iter()) {
        let Place::Goods(line) = *place else { continue };
        part.share = amount_of(turn.ledger.units(line).gifts(), part.units);
    }
    Wanted::Each
}

fn times(amount: i64, units: i64) -> i64 {
    amount.saturating_mul(units).min(Money::MAX_MINOR)
}
