//! `setup_fee_off`: a percentage or an amount off setup fees. A waiver is 100 %.

use serde::ser::SerializeMap;
use serde_json::{Value, json};
use smallvec::smallvec;

use crate::benefit::compute::{Compute, Miss, Ranks, Source, Turn, Wanted, most_wanted};
use crate::benefit::off::{Choices, Off};
use crate::decode::{Decode, Errors, Object};
use crate::evaluate::Request;
use crate::kind::Kind;
use crate::lines::{LineIndex, Lines};
use crate::locale::Locale;
use crate::money::Currency;
use crate::reason::Reason;
use crate::schema;
use crate::settings::{Rounding, RoundingScope};
use crate::stacking::Lane;
use crate::target::Selector;

/// A percentage or an amount off setup fees.
#[derive(Clone, Debug, PartialEq)]
pub struct SetupFeeOff {
    /// What is taken off; never a fixed price.
    pub off: Off,
    /// Which lines.
    pub target: Selector,
}

impl Kind for SetupFeeOff {
    const NAME: &'static str = "setup_fee_off";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let off = Off::decode(object, Choices::Two, errors);
        let target = object.optional("target", errors, Selector::decode).unwrap_or_default();
        Some(Self { off: off?, target })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.off.write(Choices::Two, map)?;
        map.serialize_entry("target", &self.target.or_null())
    }

    fn summary(&self, locale: Locale) -> String {
        let fees = locale.pick("setup fees", "les frais d'installation");
        let what = match (self.target.or_null(), locale) {
            (None, _) => fees.to_owned(),
            (Some(target), Locale::En) => format!("{fees} of {}", target.summary_or_order(locale)),
            (Some(target), Locale::Fr) => format!("{fees} de {}", target.summary_or_order(locale)),
        };
        self.off.words(&what, locale)
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Setup fees reduced",
            "description": "A percentage or an amount off setup fees; a waiver is 100 percent.",
            "required": ["kind"],
            
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "percent": Off::percent_schema(),
                "amount": Off::amount_schema(),
                "target": schema::selector_or_null(),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "percent": 100, "target": { "categories": ["servers"] } })
    }

    const MODEL_SECTION: &'static str = "4.1";

    const REASONS: &'static [Reason] = &[Reason::ItemsIneligible, Reason::CurrencyMismatch, Reason::BudgetExhausted, Reason::NoEffect];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{
                    "id": "server", "product_id": "vps", "categories": ["servers"], "quantity": 1, "unit_price": 5000,
                    "setup_fee": 2000, "billing_period": "monthly"
                }]
            }
        })
    }
}

/// `docs/MODEL.md` 2.4, 2.6 and 4.1.
impl Compute for SetupFeeOff {
    fn lane(&self) -> Lane {
        Lane::Item
    }

    fn ranks(&self) -> Ranks {
        smallvec![self.off.rank()]
    }

    fn source(&self, _: usize) -> Source {
        Source::SetupFees
    }

    fn is_across(&self, _: Rounding) -> bool {
        matches!(self.off, Off::Amount(_))
    }

    fn target(&self) -> Option<&Selector> {
        Some(&self.target)
    }

    fn sort_selectors(&mut self) {
        self.target.sort();
    }

    fn holds(&self, currency: Currency) -> bool {
        self.off.holds(currency)
    }

    fn miss(&self, _: &Request<'_>, lines: &Lines<'_>, eligible: &[LineIndex]) -> Option<Miss> {
        let has_fee = eligible.iter().any(|line| lines.at(*line).setup_fee > 0);
        (!has_fee).then_some(Miss::Items)
    }

    fn propose(&self, turn: &mut Turn<'_>) -> Wanted {
        for line in turn.eligible {
            turn.push_setup_fee(*line);
        }
        match &self.off {
            Off::Percent(percent) => turn.percentage(*percent, None, false),
            Off::Amount(amounts) | Off::FixedPrice(amounts) => {
                Wanted::Across { amount: turn.amount_of(amounts), first: turn.parts.len() }
            }
        }
    }

    /// Both take most where nobody has taken from the fees.
    fn ceiling(&self, turn: &mut Turn<'_>) -> i64 {
        let wanted = self.propose(turn);
        let there: i64 = turn.parts.iter().map(|part| part.room).sum();
        most_wanted(turn, wanted).min(there)
    }

    fn is_separable(&self, eligible: usize, rounding: Rounding) -> bool {
        let jumps = matches!(self.off, Off::Percent(_)) && rounding.scope == RoundingScope::Unit;
        eligible <= 1 && !jumps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_in_words() {
        let waiver = SetupFeeOff { off: Off::Percent(crate::Percent::HUNDRED), target: Selector::default() };
        assert_eq!(waiver.summary(Locale::En), "free setup fees");
        assert_eq!(waiver.summary(Locale::Fr), "les frais d'installation : gratuit");
    }
}
