//! `shipping_service`: how the order is shipped.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::condition::named;
use crate::decode::{Errors, Object, limits};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;
use crate::summary::listed;

/// The order is shipped with one of these services.
#[derive(Clone, Debug, PartialEq)]
pub struct ShippingService {
    /// Shipping services, by the merchant's id; an empty list asks nothing.
    pub services: Vec<String>,
}

impl Kind for ShippingService {
    const NAME: &'static str = "shipping_service";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let services = object.required("services", errors, |node, errors| node.names(limits::LIST, errors));
        services.map(|services| Self { services })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("services", &self.services)
    }

    fn summary(&self, locale: Locale) -> String {
        let services = listed(&self.services, locale.pick("or", "ou"));
        match (locale, self.services.is_empty()) {
            (Locale::En, true) => "with every shipping service".to_owned(),
            (Locale::Fr, true) => "avec tous les modes de livraison".to_owned(),
            (Locale::En, false) => format!("when shipped by {services}"),
            (Locale::Fr, false) => format!("avec la livraison {services}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Shipping service",
            "description": "The order is shipped with one of these services. None asks nothing.",
            "required": ["kind", "services"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "services": schema::names(limits::LIST, "Shipping services, by the merchant's id."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "services": ["ground"] })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::ShippingServiceIneligible, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "shipping": { "service": "ground", "amount": 800 }
            }
        })
    }
}

/// `docs/MODEL.md` 5.3.
impl Judge for ShippingService {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        named::judge(&self.services, service(scene))
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let names = [if scene.request.cart.shipping.is_some() { "shipping.service" } else { "shipping" }, "service", "services"];
        named::finding(Reason::ShippingServiceIneligible, service(scene), names, &self.services)
    }
}

fn service<'s>(scene: &'s Scene<'_>) -> Option<&'s str> {
    scene.request.cart.shipping.as_ref().and_then(|shipping| shipping.service.as_deref())
}
