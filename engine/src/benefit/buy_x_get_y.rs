//! `buy_x_get_y`: buy n units of one selection, get m units of another reduced.

mod apply;

use serde::ser::SerializeMap;
use serde_json::{Value, json};
use smallvec::smallvec;

use crate::benefit::bundle_price::{times_words, units, units_or_null_schema, units_schema};
use crate::benefit::compute::{Compute, Miss, Ranks, Turn, Wanted, percentage_at_most};
use crate::benefit::off::{Choices, Off};
use crate::decode::{Decode, Errors, Node, Object};
use crate::evaluate::Request;
use crate::kind::Kind;
use crate::lines::{LineIndex, Lines};
use crate::locale::Locale;
use crate::money::Currency;
use crate::reason::Reason;
use crate::schema;
use crate::settings::Rounding;
use crate::stacking::Lane;
use crate::target::Selector;
use crate::units::{UnitOrder, Used, count, dearest_before};

/// Buy n units of one selection, get m units of another, or the same, reduced.
#[derive(Clone, Debug, PartialEq)]
pub struct BuyXGetY {
    /// What must be bought.
    pub buy: Buy,
    /// What is got.
    pub get: Get,
    /// Which units are got.
    pub reward: UnitOrder,
    /// Whether an application may have fewer rewards than it gives.
    pub partial_reward: bool,
    /// Applications at most.
    pub max_applications: Option<u32>,
}

/// What must be bought for one application.
#[derive(Clone, Debug, PartialEq)]
pub struct Buy {
    /// Units.
    pub quantity: u32,
    /// Which lines.
    pub target: Selector,
}

/// What is got in one application.
#[derive(Clone, Debug, PartialEq)]
pub struct Get {
    /// Units at most.
    pub quantity: u32,
    /// Which lines.
    pub target: Selector,
    /// What is taken off: a percentage, or for each unit an amount or all above a price.
    pub off: Off,
}

impl Decode for Buy {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let quantity = object.required("quantity", errors, units);
        let target = object.required("target", errors, Selector::decode);
        object.finish(errors);
        Some(Self { quantity: quantity?, target: target? })
    }
}

impl Decode for Get {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let quantity = object.required("quantity", errors, units);
        let target = object.required("target", errors, Selector::decode);
        let off = Off::decode(&mut object, Choices::Three, errors);
        object.finish(errors);
        Some(Self { quantity: quantity?, target: target?, off: off? })
    }
}

impl serde::Serialize for Buy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("quantity", &self.quantity)?;
        map.serialize_entry("target", &self.target)?;
        map.end()
    }
}

impl serde::Serialize for Get {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("quantity", &self.quantity)?;
        map.serialize_entry("target", &self.target)?;
        self.off.write(Choices::Three, &mut map)?;
        map.end()
    }
}

impl Kind for BuyXGetY {
    const NAME: &'static str = "buy_x_get_y";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let buy = object.required("buy", errors, Buy::decode);
        let get = object.required("get", errors, Get::decode);
        let words = [("cheapest", UnitOrder::Cheapest), ("dearest", UnitOrder::Dearest)];
        let reward = object.optional("reward", errors, |node, errors| node.word(&words, errors));
        let partial_reward = object.optional("partial_reward", errors, Node::bool).unwrap_or(true);
        let max_applications = object.optional("max_applications", errors, units);
        let reward = reward.unwrap_or(UnitOrder::Cheapest);
        Some(Self { buy: buy?, get: get?, reward, partial_reward, max_applications })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("buy", &self.buy)?;
        map.serialize_entry("get", &self.get)?;
        map.serialize_entry("reward", &self.reward)?;
        map.serialize_entry("partial_reward", &self.partial_reward)?;
        map.serialize_entry("max_applications", &self.max_applications)
    }

    fn summary(&self, locale: Locale) -> String {
        let (buy, get) = (self.buy.target.summary_or_order(locale), self.get.target.summary_or_order(locale));
        let got = match locale {
            Locale::En => format!("{} of {get}", self.get.quantity),
            Locale::Fr => format!("{} parmi {get}", self.get.quantity),
        };
        let got = self.get.off.words(&got, locale);
        let which = match self.reward {
            UnitOrder::Cheapest => "",
            UnitOrder::Dearest => locale.pick(" (the dearest)", " (les plus chers)"),
        };
        let times = times_words(self.max_applications, locale);
        match locale {
            Locale::En => format!("buy {} of {buy}, get {got}{which}{times}", self.buy.quantity),
            Locale::Fr => format!("pour {} achetés parmi {buy}, {got}{which}{times}", self.buy.quantity),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Buy some, get some",
            "description": "Buy so many units of one selection, get so many of another, or the same, reduced; again and \
                again.",
            "required": ["kind", "buy", "get"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "buy": {
                    "type": "object", "description": "What must be bought.",
                    "required": ["quantity", "target"], "additionalProperties": false,
                    "properties": {
                        "quantity": units_schema("Units that must be bought."),
                        "target": schema::reference("Selector"),
                    }
                },
                "get": {
                    "type": "object", "description": "What is got.",
                    "required": ["quantity", "target"], 
                    "additionalProperties": false,
                    "properties": {
                        "quantity": units_schema("Units that are got at most."),
                        "target": schema::reference("Selector"),
                        "percent": Off::percent_schema(),
                        "amount": schema::amounts_or_null("An amount off each unit, by currency; never above its price."),
                        "fixed_price": schema::amounts_or_null("The price of each unit, by currency; never raised."),
                    }
                },
                "reward": {
                    "type": ["string", "null"], "enum": ["cheapest", "dearest", null], "default": "cheapest",
                    "description": "Which units are got."
                },
                "partial_reward": {
                    "type": ["boolean", "null"], "default": true,
                    "description": "Whether fewer units than `get.quantity` may be got."
                },
                "max_applications": units_or_null_schema("Applications at most; absent: as many as there are."),
            }
        })
    }

    fn example() -> Value {
        json!({
            "kind": Self::NAME, "buy": { "quantity": 2, "target": { "categories": ["shirts"] } },
            "get": { "quantity": 1, "target": { "categories": ["shirts"] }, "percent": 100 }
        })
    }

    const MODEL_SECTION: &'static str = "4.5";

    const REASONS: &'static [Reason] = &[Reason::RequiredItemsMissing, Reason::ItemsIneligible, Reason::CurrencyMismatch, Reason::BudgetExhausted, Reason::NoEffect];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [
                    { "id": "blue", "product_id": "blue-shirt", "categories": ["shirts"], "quantity": 2, "unit_price": 1000 },
                    { "id": "red", "product_id": "red-shirt", "categories": ["shirts"], "quantity": 1, "unit_price": 700 },
                ]
            }
        })
    }
}

/// `docs/MODEL.md` 4.3 and 4.5.
impl Compute for BuyXGetY {
    fn lane(&self) -> Lane {
        Lane::Item
    }

    fn ranks(&self) -> Ranks {
        smallvec![3]
    }

    fn is_across(&self, _: Rounding) -> bool {
        false
    }

    fn target(&self) -> Option<&Selector> {
        Some(&self.get.target)
    }

    fn other_target(&self) -> Option<&Selector> {
        Some(&self.buy.target)
    }

    fn sort_selectors(&mut self) {
        self.buy.target.sort();
        self.get.target.sort();
    }

    fn holds(&self, currency: Currency) -> bool {
        self.get.off.holds(currency)
    }

    /// Whether one application finds its units depends on their numbers only.
    fn miss(&self, _: &Request<'_>, lines: &Lines<'_>, eligible: &[LineIndex]) -> Option<Miss> {
        let units = Numbers::of(self, lines, eligible);
        let (bought, got) = (i64::from(self.buy.quantity), self.least_rewards());
        let shared = (bought - (units.bought - units.both)).max(0);
        if units.bought >= bought && units.got - shared >= got {
            return None;
        }
        let actual = units.bought + units.got - units.both;
        Some(Miss::Units { actual, needed: (bought + got).max(actual + 1) })
    }

    fn units_missing(&self, lines: &Lines<'_>, eligible: &[LineIndex]) -> Option<(i64, &Selector)> {
        let units = Numbers::of(self, lines, eligible);
        let (bought, got) = (i64::from(self.buy.quantity), self.least_rewards());
        if self.buy.target == self.get.target {
            return Some((bought + got - units.got, &self.get.target));
        }
        let short = bought - units.bought;
        if short > 0 {
            return (units.got - units.both >= got).then_some((short, &self.buy.target));
        }
        let shared = (bought - (units.bought - units.both)).max(0);
        Some((got - (units.got - shared), &self.get.target))
    }

    fn propose(&self, turn: &mut Turn<'_>) -> Wanted {
        for entry in apply::apply(self, turn) {
            if entry.got > 0 {
                turn.push_units(entry.line, entry.got);
            }
            turn.used.push(Used { line: entry.line, units: entry.bought + entry.got, is_gift: false });
        }
        let per_unit = match &self.get.off {
            Off::Percent(percent) => return turn.percentage(*percent, None, false),
            Off::Amount(amounts) | Off::FixedPrice(amounts) => turn.amount_of(amounts),
        };
        for part in turn.parts.iter_mut() {
            let all = per_unit.saturating_mul(part.units);
            part.share = match &self.get.off {
                Off::Amount(_) => all.min(part.weight),
                _ => (part.weight - all).max(0),
            };
        }
        Wanted::Each
    }

    /// Which units are left to be got depends on the others: no set gives more than the most rewards there can be, of
    /// the dearest units there are.
    fn ceiling(&self, turn: &mut Turn<'_>) -> i64 {
        let units = Numbers::of(self, turn.lines, turn.eligible);
        let (bought, got) = (i64::from(self.buy.quantity), i64::from(self.get.quantity));
        let all = units.bought + units.got - units.both;
        let most = (units.bought / bought).min(all / (bought + self.least_rewards()));
        let most = most.min(self.max_applications.map_or(i64::MAX, i64::from));
        let rewards = units.got.min(most.saturating_mul(got));
        let lines = turn.lines;
        let of = turn.eligible.iter().copied().filter(|line| self.get.target.means(lines.at(*line)));
        match &self.get.off {
            Off::Percent(percent) => {
                let dearest = dearest_before(lines, of, rewards, |price| price);
                percentage_at_most(dearest, *percent, turn.eligible.len(), turn.request.settings.rounding)
            }
            Off::Amount(amounts) => {
                let amount = turn.amount_of(amounts);
                dearest_before(lines, of, rewards, |price| price.min(amount))
            }
            Off::FixedPrice(amounts) => {
                let fixed = turn.amount_of(amounts);
                dearest_before(lines, of, rewards, |price| (price - fixed).max(0))
            }
        }
    }

    fn is_separable(&self, _: usize, _: Rounding) -> bool {
        false
    }
}

impl BuyXGetY {
    /// Rewards without which an application is not made.
    fn least_rewards(&self) -> i64 {
        if self.partial_reward { 1 } else { i64::from(self.get.quantity) }
    }
}

/// Units of a cart that may be bought, got, or both.
struct Numbers {
    bought: i64,
    got: i64,
    both: i64,
}

impl Numbers {
    fn of(benefit: &BuyXGetY, lines: &Lines<'_>, eligible: &[LineIndex]) -> Self {
        let is_bought = |line: &LineIndex| benefit.buy.target.means(lines.at(*line));
        let is_got = |line: &LineIndex| benefit.get.target.means(lines.at(*line));
        Self {
            bought: count(lines, eligible.iter().copied().filter(is_bought)),
            got: count(lines, eligible.iter().copied().filter(is_got)),
            both: count(lines, eligible.iter().copied().filter(|line| is_bought(line) && is_got(line))),
        }
    }
}
