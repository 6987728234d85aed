//! `percent_off`: a percentage of the target.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use smallvec::smallvec;

use crate::benefit::compute::{Compute, Miss, Ranks, Turn, Wanted, most_wanted, percentage_at_most};
use crate::decode::{Decode, Errors, Node, Object};
use crate::evaluate::Request;
use crate::kind::Kind;
use crate::lines::{LineIndex, Lines};
use crate::locale::{Locale, rate};
use crate::money::{Amounts, Currency, Percent};
use crate::reason::Reason;
use crate::schema;
use crate::settings::{Rounding, RoundingScope};
use crate::stacking::Lane;
use crate::summary::at_most;
use crate::target::Selector;
use crate::units::{UnitLimit, dearest_before};

/// A percentage of what the target selects.
#[derive(Clone, Debug, PartialEq)]
pub struct PercentOff {
    /// The rate, 0 to 100.
    pub percent: Percent,
    /// The most it gives, by currency.
    pub max_amount: Option<Amounts>,
    /// How many units, and which.
    pub limit: UnitLimit,
    /// Which lines.
    pub target: Selector,
}

impl Kind for PercentOff {
    const NAME: &'static str = "percent_off";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let percent = object.required("percent", errors, |node, errors| node.percent(Percent::HUNDRED, errors));
        let max_amount = object.optional("max_amount", errors, Node::amounts);
        let limit = UnitLimit::decode(object, errors);
        let target = object.optional("target", errors, Selector::decode).unwrap_or_default();
        Some(Self { percent: percent?, max_amount, limit, target })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("percent", &self.percent)?;
        map.serialize_entry("max_amount", &self.max_amount)?;
        self.limit.write(map)?;
        map.serialize_entry("target", &self.target.or_null())
    }

    fn summary(&self, locale: Locale) -> String {
        let rate = rate(self.percent, locale);
        let target = self.target.summary_or_order(locale);
        let cap = self.limit.words(locale) + &at_most(self.max_amount.as_ref(), locale);
        match locale {
            Locale::En => format!("{rate} off {target}{cap}"),
            Locale::Fr => format!("{rate} sur {target}{cap}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Percentage off",
            "description": "A percentage of what the target selects, rounded once and then capped.",
            "required": ["kind", "percent"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "percent": {
                    "type": "number", "minimum": 0, "maximum": 100,
                    "description": "The rate, with at most four decimals."
                },
                "max_amount": schema::amounts_or_null("The most it gives, by currency."),
                "max_units": UnitLimit::most_schema(),
                "units": UnitLimit::order_schema(),
                "target": schema::selector_or_null(),
            }
        })
    }

    fn example() -> Value {
        json!({
            "kind": Self::NAME, "percent": 20, "max_amount": { "USD": 5000 },
            "target": { "categories": ["clothing"], "exclude_sale_items": true }
        })
    }

    const MODEL_SECTION: &'static str = "4.1";

    const REASONS: &'static [Reason] = &[Reason::ItemsIneligible, Reason::CurrencyMismatch, Reason::BudgetExhausted, Reason::NoEffect];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [
                    { "id": "coat", "product_id": "coat", "categories": ["clothing"], "quantity": 1, "unit_price": 30000 },
                    { "id": "mug", "product_id": "mug", "quantity": 2, "unit_price": 900 },
                ]
            }
        })
    }
}

/// `docs/MODEL.md` 2.5 to 2.7 and 3.3.
impl Compute for PercentOff {
    fn lane(&self) -> Lane {
        if self.target.names_nothing() { Lane::Order } else { Lane::Item }
    }

    fn ranks(&self) -> Ranks {
        smallvec![5]
    }

    fn is_across(&self, rounding: Rounding) -> bool {
        self.lane() == Lane::Order && rounding.scope == RoundingScope::Coupon
    }

    fn target(&self) -> Option<&Selector> {
        Some(&self.target)
    }

    fn sort_selectors(&mut self) {
        self.target.sort();
    }

    fn holds(&self, currency: Currency) -> bool {
        self.max_amount.as_ref().is_none_or(|cap| cap.contains_key(&currency))
    }

    fn miss(&self, _: &Request<'_>, _: &Lines<'_>, eligible: &[LineIndex]) -> Option<Miss> {
        eligible.is_empty().then_some(Miss::Items)
    }

    fn propose(&self, turn: &mut Turn<'_>) -> Wanted {
        match self.limit.max_units {
            None => turn.take_percent_base(),
            Some(most) => turn.take_units(self.limit.units, i64::from(most)),
        }
        let across = self.is_across(turn.request.settings.rounding);
        turn.percentage(self.percent, self.max_amount.as_ref(), across)
    }

    /// On a cart that nobody has discounted the base is largest, and a rounded percentage never falls while its
    /// base grows; what floors hold back of it only makes it less.
    fn ceiling(&self, turn: &mut Turn<'_>) -> i64 {
        let Some(most) = self.limit.max_units else {
            let wanted = self.propose(turn);
            return most_wanted(turn, wanted);
        };
        // Which units are left for it depends on the others: no set leaves it more than the dearest there are.
        let dearest = dearest_before(turn.lines, turn.eligible.iter().copied(), i64::from(most), |price| price);
        let rounding = turn.request.settings.rounding;
        let amount = percentage_at_most(dearest, self.percent, turn.eligible.len(), rounding);
        turn.cap(amount, self.max_amount.as_ref())
    }

    fn is_separable(&self, eligible: usize, rounding: Rounding) -> bool {
        // Rounding every unit by itself can jump by the quantity: not even one line grows evenly then.
        self.limit.max_units.is_none()
            && rounding.scope != RoundingScope::Unit
            && (eligible <= 1 || (rounding.scope == RoundingScope::Line && self.max_amount.is_none()))
    }

    fn percentage(&self) -> Option<Percent> {
        self.limit.max_units.is_none().then_some(self.percent)
    }
}
