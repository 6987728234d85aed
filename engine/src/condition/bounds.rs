//! Two bounds on a whole number, both inclusive, as the leaves that count have them.

use serde_json::{Value, json};

use crate::decode::{Errors, Node, Object, codes};
use crate::locale::Locale;
use crate::money::Money;

/// At least and at most, both inclusive. At least one of them is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// At least this many.
    pub min: Option<u64>,
    /// At most this many.
    pub max: Option<u64>,
}

impl Bounds {
    /// Reads two members.
    pub(crate) fn decode(
        object: &mut Object<'_>,
        [least, most]: [&'static str; 2],
        errors: &mut Errors,
    ) -> Option<Self> {
        if !object.has(least) && !object.has(most) {
            errors.push(object.pointer(), codes::REQUIRED, format!("name `{least}`, `{most}` or both"));
        }
        let min = object.optional(least, errors, Node::count);
        let max = object.optional(most, errors, Node::count);
        if matches!((min, max), (Some(min), Some(max)) if min > max) {
            errors.push(object.pointer_to(most), codes::OUT_OF_RANGE, format!("must not be below `{least}`"));
        }
        Some(Self { min, max })
    }

    /// Whether a number is within them.
    pub(crate) fn hold(self, number: u64) -> bool {
        self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }

    /// How many are missing for the lower one.
    pub(crate) fn missing(self, number: u64) -> Option<u64> {
        self.min.filter(|min| number < *min).map(|min| min - number)
    }

    /// As a refusal shows them.
    pub(crate) fn needed(self) -> Value {
        json!({ "min": self.min, "max": self.max })
    }

    /// `from 5`, `from 5 to 10`, `up to 10`.
    pub(crate) fn words(self, locale: Locale) -> String {
        match (locale, self.min, self.max) {
            (_, Some(min), Some(max)) if min == max => min.to_string(),
            (Locale::En, Some(min), None) => format!("at least {min}"),
            (Locale::En, Some(min), Some(max)) => format!("{min} to {max}"),
            (Locale::En, None, Some(max)) => format!("at most {max}"),
            (Locale::Fr, Some(min), None) => format!("au moins {min}"),
            (Locale::Fr, Some(min), Some(max)) => format!("{min} à {max}"),
            (Locale::Fr, None, Some(max)) => format!("au plus {max}"),
            (_, None, None) => String::new(),
        }
    }

    /// The schema of one bound.
    pub(crate) fn schema(description: &str) -> Value {
        json!({ "type": ["integer", "null"], "minimum": 0, "maximum": Money::MAX_MINOR, "description": description })
    }
}
