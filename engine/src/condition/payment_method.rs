//! `payment_method`: how the order is paid.

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

/// The order is paid with one of these methods.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentMethod {
    /// Payment methods, by the merchant's id; an empty list asks nothing.
    pub methods: Vec<String>,
}

impl Kind for PaymentMethod {
    const NAME: &'static str = "payment_method";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let methods = object.required("methods", errors, |node, errors| node.names(limits::LIST, errors));
        methods.map(|methods| Self { methods })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("methods", &self.methods)
    }

    fn summary(&self, locale: Locale) -> String {
        let methods = listed(&self.methods, locale.pick("or", "ou"));
        match (locale, self.methods.is_empty()) {
            (Locale::En, true) => "with every payment method".to_owned(),
            (Locale::Fr, true) => "avec tous les moyens de paiement".to_owned(),
            (Locale::En, false) => format!("when paying by {methods}"),
            (Locale::Fr, false) => format!("en payant par {methods}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Payment method",
            "description": "The order is paid with one of these methods. None asks nothing.",
            "required": ["kind", "methods"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "methods": schema::names(limits::LIST, "Payment methods, by the merchant's id."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "methods": ["card"] })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::PaymentMethodIneligible, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "context": { "payment_method": "card" }
            }
        })
    }
}

/// `docs/MODEL.md` 5.3.
impl Judge for PaymentMethod {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        named::judge(&self.methods, method(scene))
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let names = ["context.payment_method", "method", "methods"];
        named::finding(Reason::PaymentMethodIneligible, method(scene), names, &self.methods)
    }
}

fn method<'s>(scene: &'s Scene<'_>) -> Option<&'s str> {
    scene.request.cart.context.payment_method.as_deref()
}
