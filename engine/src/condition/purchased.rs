//! `purchased`: the customer has bought something before.

use jiff::SignedDuration;
use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Decode, Errors, Object};
use crate::facts::Purchase;
use crate::kind::Kind;
use crate::lines::LineView;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;
use crate::target::Selector;

/// The customer has bought one of these before.
#[derive(Clone, Debug, PartialEq)]
pub struct Purchased {
    /// What; of a purchase only the product and its categories are known.
    pub selector: Selector,
    /// Only the last so many times 24 hours count; `None`: ever.
    pub within_days: Option<u32>,
}

impl Kind for Purchased {
    const NAME: &'static str = "purchased";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let selector = object.required("selector", errors, Selector::decode);
        let within_days = super::decode_days(object, errors);
        Some(Self { selector: selector?, within_days })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("selector", &self.selector)?;
        map.serialize_entry("within_days", &self.within_days)
    }

    fn summary(&self, locale: Locale) -> String {
        let what = match self.selector.names_nothing() {
            true => locale.pick("anything", "quelque chose").to_owned(),
            false => self.selector.summary_or_order(locale),
        };
        let within = super::days_words(self.within_days, locale);
        match locale {
            Locale::En => format!("for customers who have bought {what}{within}"),
            Locale::Fr => format!("pour les clients ayant acheté {what}{within}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Bought before",
            "description": "The customer has bought one of these before; the selector's products and categories count.",
            "required": ["kind", "selector"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "selector": schema::reference("Selector"),
                "within_days": super::days_schema(),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "selector": { "categories": ["shoes"] }, "within_days": 90 })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::UserIneligible, Reason::UserNotLoggedIn, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "customer": { "id": "ana" }
            },
            "facts": { "now": "2026-06-05T12:00:00Z", "purchased": [
                { "product_id": "boots", "categories": ["shoes"], "quantity": 1, "at": "2026-05-20T09:00:00Z" },
            ] }
        })
    }
}

/// `docs/MODEL.md` 5.3, 11.3.
impl Judge for Purchased {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        match &scene.request.facts.purchased {
            None => scene.judge_absent(),
            Some(purchases) => Outcome::of(purchases.iter().any(|purchase| self.means(purchase, scene))),
        }
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let Some(purchases) = &scene.request.facts.purchased else { return scene.find_absent("facts.purchased") };
        let fitting = purchases.iter().filter(|purchase| self.means(purchase, scene)).count();
        let needed = json!({ "selector": self.selector, "within_days": self.within_days });
        Finding::failed(Reason::UserIneligible).because(json!({ "purchases": fitting }), needed)
    }

    fn sort_selectors(&mut self) {
        self.selector.sort();
    }
}

impl Purchased {
    /// Whether a purchase counts. What lies after the instant of the quote has not happened.
    fn means(&self, purchase: &Purchase, scene: &Scene<'_>) -> bool {
        let now = scene.request.now;
        let is_recent = self.within_days.is_none_or(|days| {
            let span = SignedDuration::from_hours(24 * i64::from(days));
            now.checked_sub(span).is_ok_and(|oldest| purchase.at >= oldest)
        });
        if !is_recent || purchase.at > now {
            return false;
        }
        let line = purchase.as_line();
        self.selector.means(&LineView::of_purchase(&line, scene.request.categories))
    }
}
