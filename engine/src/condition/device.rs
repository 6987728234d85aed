//! `device`: on what the shopping happens.

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

/// The shopping happens on one of these devices.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    /// Devices, such as `mobile` or `desktop`; an empty list asks nothing.
    pub devices: Vec<String>,
}

impl Kind for Device {
    const NAME: &'static str = "device";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let devices = object.required("devices", errors, |node, errors| node.names(limits::LIST, errors));
        devices.map(|devices| Self { devices })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("devices", &self.devices)
    }

    fn summary(&self, locale: Locale) -> String {
        let devices = listed(&self.devices, locale.pick("or", "ou"));
        match (locale, self.devices.is_empty()) {
            (Locale::En, true) => "on every device".to_owned(),
            (Locale::Fr, true) => "sur tous les appareils".to_owned(),
            (Locale::En, false) => format!("only on {devices}"),
            (Locale::Fr, false) => format!("seulement sur {devices}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Device",
            "description": "The shopping happens on one of these devices. None asks nothing.",
            "required": ["kind", "devices"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "devices": schema::names(limits::LIST, "Devices, such as `mobile` or `desktop`."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "devices": ["mobile"] })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::DeviceIneligible, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "context": { "device": "mobile" }
            }
        })
    }
}

/// `docs/MODEL.md` 5.3.
impl Judge for Device {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        named::judge(&self.devices, device(scene))
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let names = ["context.device", "device", "devices"];
        named::finding(Reason::DeviceIneligible, device(scene), names, &self.devices)
    }
}

fn device<'s>(scene: &'s Scene<'_>) -> Option<&'s str> {
    scene.request.cart.context.device.as_deref()
}
