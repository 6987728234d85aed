//! `order_quantity`: how many units there are.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::bounds::Bounds;
use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Decode, Errors, Object};
use crate::kind::Kind;
use crate::lines::LineIndex;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;
use crate::target::Selector;

/// Bounds on the number of units, both inclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderQuantity {
    /// The bounds.
    pub units: Bounds,
    /// Which lines count; `None`: every line but gift cards.
    pub selector: Option<Selector>,
}

impl Kind for OrderQuantity {
    const NAME: &'static str = "order_quantity";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let units = Bounds::decode(object, ["min", "max"], errors);
        let selector = object.optional("selector", errors, Selector::decode);
        Some(Self { units: units?, selector })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("min", &self.units.min)?;
        map.serialize_entry("max", &self.units.max)?;
        map.serialize_entry("selector", &self.selector)
    }

    fn summary(&self, locale: Locale) -> String {
        let bounds = self.units.words(locale);
        let of = self.selector.as_ref().map(|selector| match locale {
            Locale::En => format!(" of {}", selector.summary_or_order(locale)),
            Locale::Fr => format!(" parmi {}", selector.summary_or_order(locale)),
        });
        let of = of.unwrap_or_default();
        match locale {
            Locale::En => format!("for {bounds} items{of}"),
            Locale::Fr => format!("pour {bounds} articles{of}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Number of items",
            "description": "Bounds on the number of units, both inclusive.",
            "required": ["kind"],
            "minProperties": 2,
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "min": Bounds::schema("At least this many units."),
                "max": Bounds::schema("At most this many units."),
                "selector": schema::selector_or_null(),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "min": 3, "selector": { "categories": ["shoes"] } })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::QuantityOutOfRange];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "boots", "product_id": "boots", "categories": ["shoes"], "quantity": 3, "unit_price": 6000 }]
            }
        })
    }
}

/// `docs/MODEL.md` 5.3.
impl Judge for OrderQuantity {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        Outcome::of(self.units.hold(self.count(scene)))
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let units = self.count(scene);
        Finding::failed(Reason::QuantityOutOfRange)
            .because(json!({ "quantity": units }), self.units.needed())
            .missing(self.units.missing(units).map(|missing| json!({ "quantity": missing })))
    }

    fn sort_selectors(&mut self) {
        self.selector.iter_mut().for_each(Selector::sort);
    }
}

impl OrderQuantity {
    /// How many units count.
    pub(crate) fn count(&self, scene: &Scene<'_>) -> u64 {
        let counted = scene.lines.indices().filter(|line| self.counts(*line, scene));
        counted.map(|line| u64::from(scene.lines.at(line).line.quantity)).sum()
    }

    /// Whether a line counts.
    pub(crate) fn counts(&self, line: LineIndex, scene: &Scene<'_>) -> bool {
        match &self.selector {
            None => scene.is_merchandise(line),
            Some(selector) => selector.means(scene.lines.at(line)),
        }
    }
}
