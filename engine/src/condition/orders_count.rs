//! `orders_count`: how many orders the customer has placed before.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::bounds::Bounds;
use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Errors, Object};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;

/// Bounds on the number of earlier orders that were not cancelled, both inclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct OrdersCount {
    /// The bounds.
    pub orders: Bounds,
}

impl Kind for OrdersCount {
    const NAME: &'static str = "orders_count";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        Bounds::decode(object, ["min", "max"], errors).map(|orders| Self { orders })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("min", &self.orders.min)?;
        map.serialize_entry("max", &self.orders.max)
    }

    fn summary(&self, locale: Locale) -> String {
        let bounds = self.orders.words(locale);
        match locale {
            Locale::En => format!("for customers with {bounds} earlier orders"),
            Locale::Fr => format!("pour les clients ayant passé {bounds} commandes"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Earlier orders",
            "description": "Bounds on the number of earlier orders that were not cancelled, both inclusive.",
            "required": ["kind"],
            "minProperties": 2,
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "min": Bounds::schema("At least this many orders."),
                "max": Bounds::schema("At most this many orders."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "min": 3 })
    }

    const MODEL_SECTION: &'static str = "5.4";

    const REASONS: &'static [Reason] = &[Reason::UserIneligible, Reason::UserNotLoggedIn, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "customer": { "id": "ana", "orders_count": 3 }
            }
        })
    }
}

/// `docs/MODEL.md` 5.3, 5.4, 11.3.
impl Judge for OrdersCount {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        match scene.orders_count() {
            None => scene.judge_absent(),
            Some(orders) => Outcome::of(self.orders.hold(orders)),
        }
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let Some(orders) = scene.orders_count() else { return scene.find_absent("customer.orders_count") };
        Finding::failed(Reason::UserIneligible).because(json!({ "orders_count": orders }), self.orders.needed())
    }
}
