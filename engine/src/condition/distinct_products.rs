//! `distinct_products`: how many different products there are.

use std::collections::BTreeSet;

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Errors, Object};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;

/// At least so many different products.
#[derive(Clone, Debug, PartialEq)]
pub struct DistinctProducts {
    /// At least this many.
    pub min: u64,
}

impl Kind for DistinctProducts {
    const NAME: &'static str = "distinct_products";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let min = object.required("min", errors, |node, errors| node.integer(1..=1_000, errors))?;
        u64::try_from(min).ok().map(|min| Self { min })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("min", &self.min)
    }

    fn summary(&self, locale: Locale) -> String {
        match locale {
            Locale::En => format!("for at least {} different products", self.min),
            Locale::Fr => format!("pour au moins {} produits différents", self.min),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Different products",
            "description": "At least so many different products among all lines but gift cards.",
            "required": ["kind", "min"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "min": { "type": "integer", "minimum": 1, "maximum": 1000, "description": "At least this many." },
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "min": 2 })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::RequiredItemsMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [
                    { "id": "shirt", "product_id": "shirt", "quantity": 1, "unit_price": 3000 },
                    { "id": "mug", "product_id": "mug", "quantity": 1, "unit_price": 900 },
                ]
            }
        })
    }
}

/// `docs/MODEL.md` 5.3.
impl Judge for DistinctProducts {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        Outcome::of(count(scene) >= self.min)
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let products = count(scene);
        let missing = self.min.checked_sub(products).filter(|missing| *missing > 0);
        Finding::failed(Reason::RequiredItemsMissing)
            .because(json!({ "products": products }), json!({ "products": self.min }))
            .missing(missing.map(|missing| json!({ "products": missing })))
    }
}

fn count(scene: &Scene<'_>) -> u64 {
    let counted = scene.lines.indices().filter(|line| scene.is_merchandise(*line));
    let products: BTreeSet<&str> = counted.map(|line| scene.lines.at(line).line.product_id.as_str()).collect();
    products.len() as u64
}
