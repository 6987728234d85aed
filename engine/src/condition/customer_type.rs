//! `customer_type`: the customer is new, or has ordered before.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Decode, Errors, Object};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;
use crate::words::words;

/// The customer is new, or has ordered before.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerType {
    /// Which of the two.
    pub is: Type,
}

/// Whether a customer has ordered before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// No earlier order that was not cancelled.
    New,
    /// One or more.
    Existing,
}

words! {
    Type { New = "new", Existing = "existing" }
}

impl Kind for CustomerType {
    const NAME: &'static str = "customer_type";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        object.required("is", errors, Type::decode).map(|is| Self { is })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("is", &self.is)
    }

    fn summary(&self, locale: Locale) -> String {
        let words = match self.is {
            Type::New => locale.pick("for new customers", "pour les nouveaux clients"),
            Type::Existing => locale.pick("for existing customers", "pour les clients existants"),
        };
        words.to_owned()
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "New or existing customer",
            "description": "Whether the customer has an earlier order that was not cancelled.",
            "required": ["kind", "is"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "is": { "type": "string", "enum": ["new", "existing"] },
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "is": "new" })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::UserIneligible, Reason::UserNotLoggedIn, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "customer": { "id": "ana", "orders_count": 0 }
            }
        })
    }
}

/// `docs/MODEL.md` 5.3, 11.3.
impl Judge for CustomerType {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        match scene.orders_count() {
            None => scene.judge_absent(),
            Some(orders) => Outcome::of((orders == 0) == (self.is == Type::New)),
        }
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let Some(orders) = scene.orders_count() else { return scene.find_absent("customer.orders_count") };
        let actual = if orders == 0 { Type::New } else { Type::Existing };
        Finding::failed(Reason::UserIneligible).because(json!({ "is": actual }), json!({ "is": self.is }))
    }
}
