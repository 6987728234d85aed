//! `contains`: what must, may and must not be in the cart.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Decode, Errors, Node, Object, codes};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;
use crate::summary::listed;
use crate::target::Selector;

/// What must, may and must not be in the cart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contains {
    /// Each of these means a line.
    pub all_of: Vec<Selector>,
    /// One of these means a line; empty asks nothing.
    pub any_of: Vec<Selector>,
    /// None of these names a line, whatever the line's flags: an exclusion.
    pub none_of: Vec<Selector>,
}

/// Selectors of one list at most.
const SELECTORS: usize = 100;

impl Kind for Contains {
    const NAME: &'static str = "contains";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let lists = ["all_of", "any_of", "none_of"];
        if !lists.iter().any(|name| object.has(name)) {
            errors.push(object.pointer(), codes::REQUIRED, "name `all_of`, `any_of`, `none_of` or several of them");
        }
        let [all_of, any_of, none_of] = lists.map(|name| {
            let read = |node: &Node<'_>, errors: &mut Errors| node.each(SELECTORS, errors, Selector::decode);
            object.optional(name, errors, read).unwrap_or_default()
        });
        Some(Self { all_of, any_of, none_of })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("all_of", &self.all_of)?;
        map.serialize_entry("any_of", &self.any_of)?;
        map.serialize_entry("none_of", &self.none_of)
    }

    fn summary(&self, locale: Locale) -> String {
        let (with, without) = locale.pick_pair(("with", "without"), ("avec", "sans"));
        let (and, or) = locale.pick_pair(("and", "or"), ("et", "ou"));
        let part = |word: &str, selectors: &[Selector], last: &str| {
            (!selectors.is_empty()).then(|| format!("{word} {}", listed(&words(selectors, locale), last)))
        };
        let parts: Vec<String> = [
            part(with, &self.all_of, and),
            part(with, &self.any_of, or),
            part(without, &self.none_of, or),
        ]
        .into_iter()
        .flatten()
        .collect();
        format!("{} {}", locale.pick("for carts", "pour les paniers"), listed(&parts, and))
    }

    fn schema() -> Value {
        let list = |description: &str| {
            json!({
                "type": ["array", "null"], "maxItems": SELECTORS, "items": schema::reference("Selector"),
                "description": description
            })
        };
        json!({
            "type": "object",
            "title": "Items in the cart",
            "description": "What must, may and must not be in the cart.",
            "required": ["kind"],
            "minProperties": 2,
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "all_of": list("Each of these must match a line."),
                "any_of": list("One of these must match a line."),
                "none_of": list("None of these may name a line; a line's flags do not matter."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "all_of": [{ "products": ["shirt"] }], "none_of": [{ "categories": ["tobacco"] }] })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::RequiredItemsMissing, Reason::ExcludedItemsPresent];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }]
            }
        })
    }
}

/// `docs/MODEL.md` 5.3.
impl Judge for Contains {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        Outcome::of(self.missing(scene).is_empty() && self.excluded(scene).is_empty())
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let locale = scene.locale();
        let (missing, excluded) = (self.missing(scene), self.excluded(scene));
        let lines: Vec<&str> = excluded.iter().map(|line| line.product_id.as_str()).collect();
        let needed = json!({ "all_of": self.all_of, "any_of": self.any_of, "none_of": self.none_of });
        if missing.is_empty() {
            return Finding::failed(Reason::ExcludedItemsPresent).because(json!({ "excluded": lines }), needed);
        }
        let names: Vec<String> = missing.iter().map(|selector| selector.summary_of_one(locale)).collect();
        let is_choice = self.all_of.iter().all(|selector| scene.holds(selector));
        let names = json!({ if is_choice { "any_of" } else { "items" }: names });
        Finding::failed(Reason::RequiredItemsMissing)
            .because(json!({ "missing": missing, "excluded": lines }), needed)
            .missing(Some(names))
    }

    fn sort_selectors(&mut self) {
        for selector in self.all_of.iter_mut().chain(&mut self.any_of).chain(&mut self.none_of) {
            selector.sort();
        }
    }
}

impl Contains {
    /// What is not in the cart: of `all_of` what is missing; when nothing is, the whole of an `any_of` of which
    /// nothing is there.
    pub(crate) fn missing(&self, scene: &Scene<'_>) -> Vec<&Selector> {
        let missing: Vec<&Selector> = self.all_of.iter().filter(|selector| !scene.holds(selector)).collect();
        if missing.is_empty() && !self.any_of.iter().any(|selector| scene.holds(selector)) {
            return self.any_of.iter().collect();
        }
        missing
    }

    /// Lines that are excluded.
    pub(crate) fn excluded<'s>(&self, scene: &'s Scene<'_>) -> Vec<&'s crate::cart::Line> {
        let named = |line: &&crate::lines::LineView<'_>| self.none_of.iter().any(|selector| selector.names(line));
        scene.lines.all().iter().filter(named).map(|view| view.line).collect()
    }
}

fn words(selectors: &[Selector], locale: Locale) -> Vec<String> {
    selectors.iter().map(|selector| selector.summary_or_order(locale)).collect()
}
