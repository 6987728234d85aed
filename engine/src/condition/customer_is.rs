//! `customer_is`: the customer is one of those on a list.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Errors, Object, limits};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;

/// The customer is one of these.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerIs {
    /// Accounts, by the merchant's id; an empty list asks nothing.
    pub ids: Vec<String>,
}

impl Kind for CustomerIs {
    const NAME: &'static str = "customer_is";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let ids = object.required("ids", errors, |node, errors| node.names(limits::SELECTOR_LIST, errors));
        ids.map(|ids| Self { ids })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("ids", &self.ids)
    }

    fn summary(&self, locale: Locale) -> String {
        match (locale, &self.ids[..]) {
            (_, []) => locale.pick("for everybody", "pour tous").to_owned(),
            (Locale::En, [one]) => format!("for the customer {one}"),
            (Locale::Fr, [one]) => format!("pour le client {one}"),
            (Locale::En, many) => format!("for {} named customers", many.len()),
            (Locale::Fr, many) => format!("pour {} clients désignés", many.len()),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Named customers",
            "description": "The customer is signed in and one of these; none asks nothing.",
            "required": ["kind", "ids"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "ids": schema::names(limits::SELECTOR_LIST, "Accounts, by the merchant's id."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "ids": ["ana", "ben"] })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::UserNotLoggedIn, Reason::Invalid, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "customer": { "id": "ana" }
            }
        })
    }
}

/// `docs/MODEL.md` 5.3, 11.3. It needs an account: a cart that says that nobody is signed in names nobody.
impl Judge for CustomerIs {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        match account(scene) {
            _ if self.ids.is_empty() => Outcome::Pass,
            None => scene.judge_absent(),
            Some(id) => Outcome::of(self.ids.iter().any(|named| named == id)),
        }
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        match account(scene) {
            None => scene.find_absent("customer.id"),
            Some(id) => scene.find_unnamed().because(json!({ "id": id }), json!({ "ids": self.ids.len() })),
        }
    }
}

fn account<'s>(scene: &'s Scene<'_>) -> Option<&'s str> {
    scene.customer().filter(|_| scene.is_signed_in()).and_then(|customer| customer.id.as_deref())
}
