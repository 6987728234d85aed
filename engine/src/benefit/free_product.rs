//! `free_product`: units of a product at 0, in the cart or to be added to it.

use serde::ser::SerializeMap;
use serde_json::{Value, json};
use smallvec::smallvec;

use crate::benefit::bundle_price::{units, units_schema};
use crate::benefit::compute::{Compute, Miss, Ranks, Turn, Wanted};
use crate::decode::{Errors, Node, Object};
use crate::evaluate::Request;
use crate::kind::Kind;
use crate::lines::{LineIndex, Lines};
use crate::locale::Locale;
use crate::money::Currency;
use crate::reason::Reason;
use crate::schema;
use crate::settings::Rounding;
use crate::stacking::Lane;
use crate::target::Selector;
use crate::units::{UnitOrder, Used, dearest_before, pick};

/// Units of a product at 0.
#[derive(Clone, Debug, PartialEq)]
pub struct FreeProduct {
    /// The product.
    pub product_id: String,
    /// Units.
    pub quantity: u32,
    /// The lines of the product.
    target: Selector,
}

impl FreeProduct {
    /// So many units of a product at 0.
    #[must_use]
    pub fn new(product_id: String, quantity: u32) -> Self {
        let target = Selector { products: vec![product_id.clone()], ..Selector::default() };
        Self { product_id, quantity, target }
    }
}

impl Kind for FreeProduct {
    const NAME: &'static str = "free_product";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let product_id = object.required("product_id", errors, Node::name);
        let quantity = object.required("quantity", errors, units);
        Some(Self::new(product_id?, quantity?))
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("product_id", &self.product_id)?;
        map.serialize_entry("quantity", &self.quantity)
    }

    fn summary(&self, locale: Locale) -> String {
        match (locale, self.quantity) {
            (Locale::En, 1) => format!("a free {}", self.product_id),
            (Locale::En, _) => format!("{} free {}", self.quantity, self.product_id),
            (Locale::Fr, 1) => format!("un {} offert", self.product_id),
            (Locale::Fr, _) => format!("{} {} offerts", self.quantity, self.product_id),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Free product",
            "description": "Units of a product for nothing; those that are not in the cart are listed under `gifts`, to \
                be added to it.",
            "required": ["kind", "product_id", "quantity"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "product_id": { "type": "string", "minLength": 1, "maxLength": 255, "description": "The product, by id." },
                "quantity": units_schema("Units."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "product_id": "mug", "quantity": 1 })
    }

    const MODEL_SECTION: &'static str = "4.6";

    const REASONS: &'static [Reason] = &[Reason::ItemsIneligible, Reason::BudgetExhausted, Reason::NoEffect];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [
                    { "id": "shirt", "product_id": "shirt", "quantity": 1, "unit_price": 2000 },
                    { "id": "mug", "product_id": "mug", "quantity": 2, "unit_price": 900 },
                ]
            }
        })
    }
}

/// `docs/MODEL.md` 4.6.
impl Compute for FreeProduct {
    fn lane(&self) -> Lane {
        Lane::Item
    }

    fn ranks(&self) -> Ranks {
        smallvec![4]
    }

    fn is_across(&self, _: Rounding) -> bool {
        false
    }

    fn target(&self) -> Option<&Selector> {
        Some(&self.target)
    }

    fn sort_selectors(&mut self) {}

    fn holds(&self, _: Currency) -> bool {
        true
    }

    fn gift(&self) -> Option<(&str, i64)> {
        Some((&self.product_id, i64::from(self.quantity)))
    }

    fn miss(&self, _: &Request<'_>, lines: &Lines<'_>, eligible: &[LineIndex]) -> Option<Miss> {
        (eligible.is_empty() && self.units_to_add(lines) == 0).then_some(Miss::Items)
    }

    fn propose(&self, turn: &mut Turn<'_>) -> Wanted {
        turn.gift_units = self.units_to_add(turn.lines);
        for (line, units) in pick(turn.ledger, turn.eligible, UnitOrder::Cheapest, i64::from(self.quantity)) {
            turn.push_units(line, units);
            turn.used.push(Used { line, units, is_gift: true });
        }
        turn.parts.iter_mut().for_each(|part| part.share = part.weight);
        Wanted::Each
    }

    /// Others may use the cheapest units before it, and it then takes dearer ones.
    fn ceiling(&self, turn: &mut Turn<'_>) -> i64 {
        dearest_before(turn.lines, turn.eligible.iter().copied(), i64::from(self.quantity), |price| price)
    }

    fn is_separable(&self, _: usize, _: Rounding) -> bool {
        false
    }
}

impl FreeProduct {
    /// Units that the cart lacks. A product that the cart knows to be out of stock is not added to it.
    fn units_to_add(&self, lines: &Lines<'_>) -> i64 {
        let of_product = || lines.all().iter().map(|view| view.line).filter(|line| line.product_id == self.product_id);
        if of_product().any(|line| line.in_stock == Some(false)) {
            return 0;
        }
        let there: i64 = of_product().map(|line| i64::from(line.quantity)).sum();
        (i64::from(self.quantity) - there).max(0)
    }
}
