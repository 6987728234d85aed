//! What a benefit takes off an amount: a percentage, an amount, or all above a fixed price. Shared by the kinds that
//! offer the choice. `docs/MODEL.md` 4.1.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::decode::{Errors, Node, Object, codes};
use crate::locale::{Locale, rate};
use crate::money::{Amounts, Currency, Percent};
use crate::schema;
use crate::summary::amounts_words;

/// What is taken off.
#[derive(Clone, Debug, PartialEq)]
pub enum Off {
    /// A percentage, 0 to 100.
    Percent(Percent),
    /// An amount, by currency.
    Amount(Amounts),
    /// All above this price, by currency.
    FixedPrice(Amounts),
}

/// Which of the members of an [`Off`] a kind knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choices {
    /// `percent` and `amount`.
    Two,
    /// `percent`, `amount` and `fixed_price`.
    Three,
}

impl Off {
    /// Reads exactly one of the members.
    pub(crate) fn decode(object: &mut Object<'_>, choices: Choices, errors: &mut Errors) -> Option<Self> {
        let names: &[&'static str] =
            if choices == Choices::Two { &["percent", "amount"] } else { &["percent", "amount", "fixed_price"] };
        let given: Vec<&str> = names.iter().copied().filter(|name| object.has(name)).collect();
        if given.len() != 1 {
            let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let code = if given.is_empty() { codes::REQUIRED } else { codes::INVALID_VALUE };
            let at = given.get(1).map_or_else(|| object.pointer_to(names[0]), |name| object.pointer_to(name));
            errors.push(at, code, format!("name exactly one of {list}"));
        }
        let percent = object.optional("percent", errors, |node, errors| node.percent(Percent::HUNDRED, errors));
        let amount = object.optional("amount", errors, Node::amounts);
        let fixed =
            if choices == Choices::Three { object.optional("fixed_price", errors, Node::amounts) } else { None };
        match (given.len(), percent, amount, fixed) {
            (1, Some(percent), _, _) => Some(Self::Percent(percent)),
            (1, _, Some(amount), _) => Some(Self::Amount(amount)),
            (1, _, _, Some(price)) => Some(Self::FixedPrice(price)),
            _ => None,
        }
    }

    /// Writes every member, those that do not count as `null`.
    pub(crate) fn write<M: SerializeMap>(&self, choices: Choices, map: &mut M) -> Result<(), M::Error> {
        let (percent, amount, fixed) = match self {
            Self::Percent(percent) => (Some(percent), None, None),
            Self::Amount(amount) => (None, Some(amount), None),
            Self::FixedPrice(price) => (None, None, Some(price)),
        };
        map.serialize_entry("percent", &percent)?;
        map.serialize_entry("amount", &amount)?;
        match choices {
            Choices::Two => Ok(()),
            Choices::Three => map.serialize_entry("fixed_price", &fixed),
        }
    }

    /// Whether its amount is there in this currency; a percentage needs none.
    pub(crate) fn holds(&self, currency: Currency) -> bool {
        match self {
            Self::Percent(_) => true,
            Self::Amount(amounts) | Self::FixedPrice(amounts) => amounts.contains_key(&currency),
        }
    }

    /// Its rank (3.2).
    pub(crate) const fn rank(&self) -> u8 {
        match self {
            Self::FixedPrice(_) => 1,
            Self::Percent(_) => 5,
            Self::Amount(_) => 6,
        }
    }

    /// `20% off`, `5.00 USD off`, `for 5.00 USD`; followed by what.
    pub(crate) fn words(&self, what: &str, locale: Locale) -> String {
        match (self, locale) {
            (Self::Percent(percent), Locale::En) if *percent == Percent::HUNDRED => format!("free {what}"),
            (Self::Percent(percent), Locale::Fr) if *percent == Percent::HUNDRED => format!("{what} : gratuit"),
            (Self::Percent(percent), Locale::En) => format!("{} off {what}", rate(*percent, locale)),
            (Self::Percent(percent), Locale::Fr) => format!("{} sur {what}", rate(*percent, locale)),
            (Self::Amount(amounts), Locale::En) => format!("{} off {what}", amounts_words(amounts, locale)),
            (Self::Amount(amounts), Locale::Fr) => format!("{} de remise sur {what}", amounts_words(amounts, locale)),
            (Self::FixedPrice(price), Locale::En) => format!("{what} for {}", amounts_words(price, locale)),
            (Self::FixedPrice(price), Locale::Fr) => format!("{what} à {}", amounts_words(price, locale)),
        }
    }

    /// The schema of `percent`.
    pub(crate) fn percent_schema() -> Value {
        json!({
            "type": ["number", "null"], "minimum": 0, "maximum": 100,
            "description": "A percentage, with at most four decimals."
        })
    }

    /// The schema of `amount`.
    pub(crate) fn amount_schema() -> Value {
        schema::amounts_or_null("An amount, by currency.")
    }

    /// The schema of `fixed_price`.
    pub(crate) fn price_schema() -> Value {
        schema::amounts_or_null("A price, by currency; it is never raised.")
    }
}
