//! `customer_in`: the customer is in one of some segments.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Errors, Object, limits};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;
use crate::summary::listed;

/// The customer is in one of these segments.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerIn {
    /// The segments; an empty list asks nothing.
    pub segments: Vec<String>,
}

impl Kind for CustomerIn {
    const NAME: &'static str = "customer_in";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let segments = object.required("segments", errors, |node, errors| node.names(limits::LIST, errors));
        segments.map(|segments| Self { segments })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("segments", &self.segments)
    }

    fn summary(&self, locale: Locale) -> String {
        let segments = listed(&self.segments, locale.pick("or", "ou"));
        match (locale, self.segments.is_empty()) {
            (_, true) => locale.pick("for everybody", "pour tous").to_owned(),
            (Locale::En, false) => format!("for customers in {segments}"),
            (Locale::Fr, false) => format!("pour les clients de {segments}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Customer segment",
            "description": "The customer is in one of these segments; none asks nothing.",
            "required": ["kind", "segments"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "segments": schema::names(limits::LIST, "The segments, by key or id."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "segments": ["vip"] })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::UserNotLoggedIn, Reason::Invalid, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "customer": { "id": "ana", "segments": ["vip"] }
            }
        })
    }
}

/// `docs/MODEL.md` 5.3, 11.3.
impl Judge for CustomerIn {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        match segments(scene) {
            _ if self.segments.is_empty() => Outcome::Pass,
            None => scene.judge_absent(),
            Some(segments) => Outcome::of(segments.iter().any(|segment| self.segments.contains(segment))),
        }
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        match segments(scene) {
            None => scene.find_absent("customer.segments"),
            Some(segments) => {
                scene.find_unnamed().because(json!({ "segments": segments }), json!({ "segments": self.segments }))
            }
        }
    }
}

fn segments<'s>(scene: &'s Scene<'_>) -> Option<&'s [String]> {
    scene.customer().and_then(|customer| customer.segments.as_deref())
}
