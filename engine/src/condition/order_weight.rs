//! `order_weight`: how heavy the order is.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::bounds::Bounds;
use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Errors, Object};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;

/// Bounds on the weight of the order in grams, both inclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderWeight {
    /// The bounds, in grams.
    pub grams: Bounds,
}

impl Kind for OrderWeight {
    const NAME: &'static str = "order_weight";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        Bounds::decode(object, ["min_grams", "max_grams"], errors).map(|grams| Self { grams })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("min_grams", &self.grams.min)?;
        map.serialize_entry("max_grams", &self.grams.max)
    }

    fn summary(&self, locale: Locale) -> String {
        let bounds = self.grams.words(locale);
        match locale {
            Locale::En => format!("for orders of {bounds} grams"),
            Locale::Fr => format!("pour les commandes de {bounds} grammes"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Order weight",
            "description": "Bounds on the weight of all lines but gift cards, in grams, both inclusive.",
            "required": ["kind"],
            "minProperties": 2,
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "min_grams": Bounds::schema("At least this many grams."),
                "max_grams": Bounds::schema("At most this many grams."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "min_grams": 2000, "max_grams": 5000 })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::WeightOutOfRange, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{
                    "id": "lamp", "product_id": "lamp", "quantity": 2, "unit_price": 3000, "weight_grams": 1500
                }]
            }
        })
    }
}

/// `docs/MODEL.md` 5.3: a line without weight makes it unknown.
impl Judge for OrderWeight {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        weight(scene).map_or(Outcome::Unknown, |grams| Outcome::of(self.grams.hold(grams)))
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let Some(grams) = weight(scene) else { return Finding::unknown(["line_items.weight_grams"]) };
        let needed = json!({ "min_grams": self.grams.min, "max_grams": self.grams.max });
        Finding::failed(Reason::WeightOutOfRange).because(json!({ "grams": grams }), needed)
    }
}

/// What all lines but gift cards weigh; `None` if one of them is not known. Never above 10^18: a weight is at most
/// 10^12, and so is its product with the quantity for what a cart holds; what would not fit counts as the most there is.
fn weight(scene: &Scene<'_>) -> Option<u64> {
    scene.lines.indices().filter(|line| scene.is_merchandise(*line)).try_fold(0_u64, |sum, line| {
        let line = scene.lines.at(line).line;
        Some(sum.saturating_add(line.weight_grams?.saturating_mul(u64::from(line.quantity))))
    })
}
