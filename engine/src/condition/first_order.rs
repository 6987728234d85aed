//! `first_order`: the customer has not ordered before.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Errors, Object};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;

/// No earlier order of the account or of the normalised e-mail address that was not cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstOrder;

impl Kind for FirstOrder {
    const NAME: &'static str = "first_order";

    fn decode(_: &mut Object<'_>, _: &mut Errors) -> Option<Self> {
        Some(Self)
    }

    fn write<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }

    fn summary(&self, locale: Locale) -> String {
        locale.pick("for a first order", "pour une première commande").to_owned()
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "First order",
            "description": "The account and the normalised e-mail address have no earlier order that was not cancelled.",
            "required": ["kind"],
            "additionalProperties": false,
            "properties": { "kind": schema::kind(Self::NAME) }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::FirstOrderOnly, Reason::UserNotLoggedIn, Reason::InformationMissing];

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

/// `docs/MODEL.md` 5.3. It needs no account: an e-mail address will do, and a cart that names nobody is asked who it is.
impl Judge for FirstOrder {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        scene.orders_count().map_or(Outcome::Unknown, |orders| Outcome::of(orders == 0))
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        match (scene.orders_count(), scene.customer()) {
            (Some(orders), _) => Finding::failed(Reason::FirstOrderOnly)
                .because(json!({ "orders_count": orders }), json!({ "orders_count": 0 })),
            (None, Some(_)) => Finding::unknown(["customer.orders_count"]),
            (None, None) => Finding::unknown(["customer"]),
        }
    }
}
