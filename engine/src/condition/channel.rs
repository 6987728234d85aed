//! `channel`: where the shopping happens.

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

/// The shopping happens in one of these channels.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// Channels, such as `web` or `app`; an empty list asks nothing.
    pub channels: Vec<String>,
}

impl Kind for Channel {
    const NAME: &'static str = "channel";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let channels = object.required("channels", errors, |node, errors| node.names(limits::LIST, errors));
        channels.map(|channels| Self { channels })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("channels", &self.channels)
    }

    fn summary(&self, locale: Locale) -> String {
        let channels = listed(&self.channels, locale.pick("or", "ou"));
        match (locale, self.channels.is_empty()) {
            (Locale::En, true) => "in every channel".to_owned(),
            (Locale::Fr, true) => "sur tous les canaux".to_owned(),
            (Locale::En, false) => format!("only in {channels}"),
            (Locale::Fr, false) => format!("seulement sur {channels}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Sales channel",
            "description": "The shopping happens in one of these channels. None asks nothing.",
            "required": ["kind", "channels"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "channels": schema::names(limits::LIST, "Channels, such as `web` or `app`."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "channels": ["app"] })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::ChannelIneligible, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "context": { "channel": "app" }
            }
        })
    }
}

/// `docs/MODEL.md` 5.3.
impl Judge for Channel {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        named::judge(&self.channels, channel(scene))
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let names = ["context.channel", "channel", "channels"];
        named::finding(Reason::ChannelIneligible, channel(scene), names, &self.channels)
    }
}

fn channel<'s>(scene: &'s Scene<'_>) -> Option<&'s str> {
    scene.request.cart.context.channel.as_deref()
}
