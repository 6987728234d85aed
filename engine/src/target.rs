//! Selectors: which lines are meant. `docs/MODEL.md` section 4, "Selector".

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::cart::{Attribute, decode_attribute};
use crate::decode::{Decode, Errors, Form, Node, codes, limits};
use crate::locale::Locale;
use crate::money::Money;
use crate::summary::listed;
use crate::words::words;

/// Which lines are meant: the lists unite, then exclusions apply. Empty is every discountable line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selector {
    /// Product ids.
    pub products: Vec<String>,
    /// Category ids; a category covers its descendants.
    pub categories: Vec<String>,
    /// Product group ids.
    pub groups: Vec<String>,
    /// Brands.
    pub brands: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Attributes, all of which must fit.
    pub attributes: BTreeMap<String, AttributeMatch>,
    /// Lines that match only when named here.
    pub include: Vec<Include>,
    /// Lines that are taken out whatever their flags.
    pub exclude: Option<Box<Selector>>,
    /// Whether sale items are taken out.
    pub exclude_sale_items: bool,
}

/// What an attribute must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeMatch {
    /// This value.
    Value(Attribute),
    /// A number within these bounds, both inclusive.
    Range {
        /// At least.
        min: Option<i64>,
        /// At most.
        max: Option<i64>,
    },
}

/// A kind of line that matches only when named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Include {
    /// Gift cards.
    GiftCards,
    /// Out-of-stock lines.
    OutOfStock,
    /// Lines marked not discountable.
    NotDiscountable,
}

words! {
    Include { GiftCards = "gift_cards", OutOfStock = "out_of_stock", NotDiscountable = "not_discountable" }
}

impl Decode for Selector {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        fn names(node: &Node<'_>, errors: &mut Errors) -> Option<Vec<String>> {
            node.names(limits::SELECTOR_LIST, errors)
        }
        let mut object = node.object(errors)?;
        let selector = Self {
            products: object.optional("products", errors, names).unwrap_or_default(),
            categories: object.optional("categories", errors, names).unwrap_or_default(),
            groups: object.optional("groups", errors, names).unwrap_or_default(),
            brands: object.optional("brands", errors, names).unwrap_or_default(),
            tags: object.optional("tags", errors, names).unwrap_or_default(),
            attributes: object
                .optional("attributes", errors, |node, errors| node.map(limits::LIST, errors, AttributeMatch::decode))
                .unwrap_or_default(),
            include: object
                .optional("include", errors, |node, errors| node.each(Include::WORDS.len(), errors, Include::decode))
                .unwrap_or_default(),
            exclude: object.optional("exclude", errors, Self::decode).map(Box::new),
            exclude_sale_items: object
                .optional("exclude_sale_items", errors, |node, errors| node.bool(errors))
                .unwrap_or_default(),
        };
        object.finish(errors);
        Some(selector)
    }
}

impl Serialize for Selector {
    /// Only what is there.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, list) in [
            ("products", &self.products),
            ("categories", &self.categories),
            ("groups", &self.groups),
            ("brands", &self.brands),
            ("tags", &self.tags),
        ] {
            if !list.is_empty() {
                map.serialize_entry(name, list)?;
            }
        }
        if !self.attributes.is_empty() {
            map.serialize_entry("attributes", &self.attributes)?;
        }
        if !self.include.is_empty() {
            map.serialize_entry("include", &self.include)?;
        }
        if let Some(exclude) = &self.exclude {
            map.serialize_entry("exclude", exclude)?;
        }
        if self.exclude_sale_items {
            map.serialize_entry("exclude_sale_items", &true)?;
        }
        map.end()
    }
}

impl Decode for AttributeMatch {
    /// A value, or `{"min": ..., "max": ...}`.
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        if node.form() != Form::Object {
            return decode_attribute(node, errors).map(Self::Value);
        }
        let mut object = node.object(errors)?;
        let bound = |node: &Node<'_>, errors: &mut Errors| node.integer(-Money::MAX_MINOR..=Money::MAX_MINOR, errors);
        if !object.has("min") && !object.has("max") {
            errors.push(object.pointer(), codes::REQUIRED, "name `min`, `max` or both");
        }
        let min = object.optional("min", errors, bound);
        let max = object.optional("max", errors, bound);
        if matches!((min, max), (Some(min), Some(max)) if min > max) {
            errors.push(object.pointer_to("max"), codes::OUT_OF_RANGE, "must not be below `min`");
        }
        object.finish(errors);
        Some(Self::Range { min, max })
    }
}

impl Serialize for AttributeMatch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Range { min, max } => {
                let mut map = serializer.serialize_map(None)?;
                if let Some(min) = min {
                    map.serialize_entry("min", min)?;
                }
                if let Some(max) = max {
                    map.serialize_entry("max", max)?;
                }
                map.end()
            }
        }
    }
}

/// The document's words for a selector.
impl Selector {
    /// The selector, or nothing where it says nothing.
    pub(crate) fn or_null(&self) -> Option<&Self> {
        (*self != Self::default()).then_some(self)
    }

    /// What is meant in plain words: `clothing, except shirt-x and sale items`; `the order` where nothing is named.
    #[must_use]
    pub fn summary_or_order(&self, locale: Locale) -> String {
        self.told(locale, Which::All)
    }

    /// The same of one line that it means, whichever: `shirt or shoes, except sale items`.
    #[must_use]
    pub fn summary_of_one(&self, locale: Locale) -> String {
        self.told(locale, Which::One)
    }

    fn told(&self, locale: Locale, which: Which) -> String {
        let mut text = self.named(locale, which).unwrap_or_else(|| locale.pick("the order", "la commande").to_owned());
        let included: Vec<String> = self.include.iter().map(|include| include.words(locale).to_owned()).collect();
        if !included.is_empty() {
            text.push_str(locale.pick(", with ", ", avec "));
            text.push_str(&listed(&included, locale.pick("and", "et")));
        }
        let mut excluded = Vec::new();
        if let Some(exclude) = &self.exclude {
            excluded.push(exclude.summary_or_order(locale));
        }
        if self.exclude_sale_items {
            excluded.push(locale.pick("sale items", "les articles soldés").to_owned());
        }
        if !excluded.is_empty() {
            text.push_str(locale.pick(", except ", ", sauf "));
            text.push_str(&listed(&excluded, locale.pick("and", "et")));
        }
        text
    }

    fn named(&self, locale: Locale, which: Which) -> Option<String> {
        let few = |ids: &[String], noun: &str| few(ids, noun, locale, which);
        let mut parts = Vec::new();
        parts.extend(few(&self.products, locale.pick("products", "produits")));
        parts.extend(few(&self.categories, locale.pick("categories", "catégories")));
        parts.extend(few(&self.groups, locale.pick("groups", "groupes")));
        parts.extend(few(&self.brands, locale.pick("brands", "marques")));
        parts.extend(
            few(&self.tags, locale.pick("tags", "étiquettes"))
                .map(|tags| format!("{} {tags}", locale.pick("items tagged", "articles étiquetés"))),
        );
        if !self.attributes.is_empty() {
            let names: Vec<String> = self.attributes.iter().map(|(name, is)| is.words(name)).collect();
            parts.push(format!(
                "{} {}",
                locale.pick("items with", "articles avec"),
                listed(&names, locale.pick("and", "et"))
            ));
        }
        (!parts.is_empty()).then(|| listed(&parts, which.word(locale)))
    }
}

/// Whether all that a selector means is spoken of, or one of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    One,
}

impl Which {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::All => locale.pick("and", "et"),
            Self::One => locale.pick("or", "ou"),
        }
    }
}

/// A few ids by name, many by number.
fn few(ids: &[String], noun: &str, locale: Locale, which: Which) -> Option<String> {
    match (ids, which) {
        ([], _) => None,
        (_, Which::All) if ids.len() <= 3 => Some(ids.join(", ")),
        (_, Which::One) if ids.len() <= 3 => Some(listed(ids, which.word(locale))),
        (_, Which::All) => Some(format!("{} {noun}", ids.len())),
        (_, Which::One) => Some(format!("{} {} {noun}", locale.pick("one of", "l'un de"), ids.len())),
    }
}

impl Include {
    fn words(self, locale: Locale) -> &'static str {
        match self {
            Self::GiftCards => locale.pick("gift cards", "les cartes cadeaux"),
            Self::OutOfStock => locale.pick("items out of stock", "les articles en rupture"),
            Self::NotDiscountable => locale.pick("items otherwise never reduced", "les articles jamais remisés"),
        }
    }
}

impl AttributeMatch {
    fn words(&self, name: &str) -> String {
        match self {
            Self::Value(Attribute::Text(text)) => format!("{name} {text}"),
            Self::Value(Attribute::Number(number)) => format!("{name} {number}"),
            Self::Value(Attribute::Flag(flag)) => format!("{name}: {flag}"),
            Self::Range { min, max } => match (min, max) {
                (Some(min), Some(max)) => format!("{name} {min}..{max}"),
                (Some(min), None) => format!("{name} ≥ {min}"),
                (None, Some(max)) => format!("{name} ≤ {max}"),
                (None, None) => name.to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod document_tests {
    use super::*;
    use crate::decode::{DecodeError, from_json};

    const FULL: &str = r#"{
        "products": ["shirt"], "categories": ["clothing"], "groups": ["g"], "brands": ["acme"], "tags": ["new"],
        "attributes": {"size": "M", "sites": {"min": 1, "max": 9}, "vcpu": {"min": 2}, "ram": 8, "eco": true},
        "include": ["gift_cards", "out_of_stock", "not_discountable"],
        "exclude": {"products": ["shirt-x"], "exclude": {"tags": ["keep"]}}, "exclude_sale_items": true
    }"#;

    #[test]
    fn selectors_read_and_are_written_back() {
        for body in [FULL, "{}"] {
            let selector: Selector = from_json(body.as_bytes()).unwrap();
            let written = serde_json::to_string(&selector).unwrap();
            assert_eq!(from_json::<Selector>(written.as_bytes()).unwrap(), selector);
        }
        let full: Selector = from_json(FULL.as_bytes()).unwrap();
        assert_eq!(full.attributes.len(), 5);
        assert_eq!(full.include.len(), 3);
        assert_eq!(full.exclude.unwrap().exclude.unwrap().tags, ["keep"]);
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let body = r#"{"product": [], "tags": [""], "attributes": {"a": {}, "b": 1.5}, "include": ["gifts"]}"#;
        let Err(DecodeError::Fields(errors)) = from_json::<Selector>(body.as_bytes()) else { panic!() };
        let found: Vec<(&str, &str)> = errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        assert_eq!(
            found,
            [
                ("/tags/0", codes::INVALID_VALUE),
                ("/attributes/a", codes::REQUIRED),
                ("/attributes/b", codes::WRONG_TYPE),
                ("/include/0", codes::INVALID_VALUE),
                ("/product", codes::UNKNOWN_FIELD),
            ]
        );
    }

    #[test]
    fn selectors_are_told_in_words() {
        let say = |body: &str, locale| from_json::<Selector>(body.as_bytes()).unwrap().summary_or_order(locale);
        assert_eq!(say("{}", Locale::En), "the order");
        let body = r#"{"categories": ["clothing"], "exclude": {"products": ["shirt-x"]}, "exclude_sale_items": true}"#;
        assert_eq!(say(body, Locale::En), "clothing, except shirt-x and sale items");
        assert_eq!(say(body, Locale::Fr), "clothing, sauf shirt-x et les articles soldés");
        assert_eq!(
            say(r#"{"products": ["a","b","c","d"], "tags": ["new"]}"#, Locale::En),
            "4 products and items tagged new"
        );
        let one = |body: &str, locale| from_json::<Selector>(body.as_bytes()).unwrap().summary_of_one(locale);
        let body = r#"{"products": ["a", "b"], "exclude_sale_items": true}"#;
        assert_eq!(one(body, Locale::En), "a or b, except sale items");
        assert_eq!(
            one(r#"{"products": ["a","b","c","d"], "tags": ["new"]}"#, Locale::Fr),
            "l'un de 4 produits ou articles étiquetés new"
        );
    }
}
