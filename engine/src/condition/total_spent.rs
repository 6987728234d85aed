//! `total_spent`: how much the customer has spent before.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene, bound};
use crate::condition::order_amount::decode_bounds;
use crate::decode::{Errors, Object};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::money::Amounts;
use crate::reason::Reason;
use crate::schema;
use crate::summary::amounts_words;

/// Bounds on what the customer has spent before, both inclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalSpent {
    /// At least this much, by currency.
    pub min: Option<Amounts>,
    /// At most this much, by currency.
    pub max: Option<Amounts>,
    /// Only orders of the last so many times 24 hours count; `None`: all of them.
    pub within_days: Option<u32>,
}

impl Kind for TotalSpent {
    const NAME: &'static str = "total_spent";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let (min, max) = decode_bounds(object, errors);
        Some(Self { min, max, within_days: super::decode_days(object, errors) })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("min", &self.min)?;
        map.serialize_entry("max", &self.max)?;
        map.serialize_entry("within_days", &self.within_days)
    }

    fn summary(&self, locale: Locale) -> String {
        let words = |amounts: &Option<Amounts>| amounts.as_ref().map(|amounts| amounts_words(amounts, locale));
        let bounds = match (locale, words(&self.min), words(&self.max)) {
            (Locale::En, Some(min), None) => format!("{min} or more"),
            (Locale::En, Some(min), Some(max)) => format!("{min} to {max}"),
            (Locale::En, None, Some(max)) => format!("at most {max}"),
            (Locale::Fr, Some(min), None) => format!("{min} ou plus"),
            (Locale::Fr, Some(min), Some(max)) => format!("de {min} à {max}"),
            (Locale::Fr, None, Some(max)) => format!("{max} au plus"),
            (_, None, None) => String::new(),
        };
        let within = super::days_words(self.within_days, locale);
        match locale {
            Locale::En => format!("for customers who have spent {bounds}{within}"),
            Locale::Fr => format!("pour les clients ayant dépensé {bounds}{within}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Spent before",
            "description": "Bounds on what the customer has spent before, both inclusive.",
            "required": ["kind"],
            "minProperties": 2,
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "min": schema::amounts_or_null("At least this much, by currency."),
                "max": schema::amounts_or_null("At most this much, by currency."),
                "within_days": super::days_schema(),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "min": { "USD": 50000 } })
    }

    const MODEL_SECTION: &'static str = "5.4";

    const REASONS: &'static [Reason] = &[Reason::UserIneligible, Reason::UserNotLoggedIn, Reason::InformationMissing, Reason::CurrencyMismatch];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "customer": { "id": "ana", "total_spent": 62000 }
            }
        })
    }
}

/// `docs/MODEL.md` 5.3, 5.4, 11.3.
impl Judge for TotalSpent {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        let (Ok(min), Ok(max)) = (bound(self.min.as_ref(), scene), bound(self.max.as_ref(), scene)) else {
            return Outcome::Unknown;
        };
        let Some(spent) = self.spent(scene) else { return scene.judge_absent() };
        Outcome::of(min.is_none_or(|min| spent >= min) && max.is_none_or(|max| spent <= max))
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let (min, max) = (bound(self.min.as_ref(), scene), bound(self.max.as_ref(), scene));
        if min.is_err() || max.is_err() {
            return Finding::unknown([]);
        }
        let Some(spent) = self.spent(scene) else { return scene.find_absent(self.fact()) };
        Finding::failed(Reason::UserIneligible).because(
            json!({ "amount": spent }),
            json!({ "min": min.ok().flatten(), "max": max.ok().flatten(), "within_days": self.within_days }),
        )
    }
}

impl TotalSpent {
    const fn fact(&self) -> &'static str {
        if self.within_days.is_some() { "facts.spent_within" } else { "customer.total_spent" }
    }

    /// The larger of what the cart says and what is recorded.
    fn spent(&self, scene: &Scene<'_>) -> Option<i64> {
        let facts = scene.request.facts;
        if let Some(days) = self.within_days {
            return facts.spent_within.get(&days).map(|spent| spent.minor());
        }
        let told = scene.customer().and_then(|customer| customer.total_spent);
        told.max(facts.total_spent).map(|spent| spent.minor())
    }
}
