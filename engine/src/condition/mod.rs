//! Conditions: when a coupon may be used. A tree of `all`, `any`, `not` over typed leaves; one leaf kind is
//! one file here plus one line in the `kinds!` list below. `docs/MODEL.md` section 5.

mod about_customer;
pub mod bounds;
pub mod history;
pub(crate) mod judge;
pub(crate) mod named;
pub(crate) mod obstacle;
pub(crate) mod person;
pub mod segments;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use crate::decode::{Decode, Errors, Node, Object, codes, limits};
use crate::kind::kinds;
use crate::locale::Locale;

kinds! {
    /// A typed leaf of the condition tree.
    Leaf {
        order_amount::OrderAmount => OrderAmount,
        order_quantity::OrderQuantity => OrderQuantity,
        order_weight::OrderWeight => OrderWeight,
        contains::Contains => Contains,
        distinct_products::DistinctProducts => DistinctProducts,
        customer_in::CustomerIn => CustomerIn,
        customer_is::CustomerIs => CustomerIs,
        email_domain::EmailDomain => EmailDomain,
        customer_type::CustomerType => CustomerType,
        first_order::FirstOrder => FirstOrder,
        orders_count::OrdersCount => OrdersCount,
        total_spent::TotalSpent => TotalSpent,
        purchased::Purchased => Purchased,
        region::Region => Region,
        channel::Channel => Channel,
        device::Device => Device,
        payment_method::PaymentMethod => PaymentMethod,
        shipping_service::ShippingService => ShippingService,
        schedule::Schedule => Schedule,
        verified_identity::VerifiedIdentity => VerifiedIdentity,
        expression::Expression => Expression,
    }
    planned: []
    computed: judge::Judge,
    in_coupon: |example| json!({ "benefits": [{ "kind": "percent_off", "percent": 10 }], "conditions": example })
}

/// A span of days that a leaf looks back: `within_days`.
fn decode_days(object: &mut Object<'_>, errors: &mut Errors) -> Option<u32> {
    let days = object.optional("within_days", errors, |node, errors| node.integer(1..=36_500, errors));
    days.and_then(|days| u32::try_from(days).ok())
}

/// ` in the last 30 days`, or nothing.
fn days_words(days: Option<u32>, locale: Locale) -> String {
    match (days, locale) {
        (None, _) => String::new(),
        (Some(days), Locale::En) => format!(" in the last {days} days"),
        (Some(days), Locale::Fr) => format!(" au cours des {days} derniers jours"),
    }
}

fn days_schema() -> Value {
    json!({
        "type": ["integer", "null"], "minimum": 1, "maximum": 36_500,
        "description": "Only the last so many times 24 hours count; absent: all."
    })
}

/// A node of the condition tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Every child must pass.
    All(Vec<Condition>),
    /// One child must pass.
    Any(Vec<Condition>),
    /// The child must fail.
    Not(Box<Condition>),
    /// A typed leaf.
    Leaf(Leaf),
}

impl Condition {
    /// Levels of a tree at most.
    pub const DEPTH: usize = 8;
    /// Nodes of a tree at most.
    pub const NODES: usize = 200;

    /// How many nodes the tree has.
    #[must_use]
    pub fn nodes(&self) -> usize {
        1 + match self {
            Self::All(children) | Self::Any(children) => children.iter().map(Self::nodes).sum(),
            Self::Not(child) => child.nodes(),
            Self::Leaf(_) => 0,
        }
    }

    /// The kinds of its leaves, depth first.
    #[must_use]
    pub fn leaf_kinds(&self) -> Vec<&'static str> {
        match self {
            Self::All(children) | Self::Any(children) => children.iter().flat_map(Self::leaf_kinds).collect(),
            Self::Not(child) => child.leaf_kinds(),
            Self::Leaf(leaf) => vec![leaf.name()],
        }
    }

    /// The tree in plain words, without capital and full stop.
    #[must_use]
    pub fn summary(&self, locale: Locale) -> String {
        let children = |children: &[Self], between: &str| {
            children.iter().map(|child| child.summary(locale)).collect::<Vec<_>>().join(between)
        };
        match self {
            Self::All(all) => children(all, locale.pick(" and ", " et ")),
            Self::Any(any) => children(any, locale.pick(" or ", " ou ")),
            Self::Not(child) => format!("{} ({})", locale.pick("except", "sauf"), child.summary(locale)),
            Self::Leaf(leaf) => leaf.summary(locale),
        }
    }

    fn decode_at(node: &Node<'_>, depth: usize, errors: &mut Errors) -> Option<Self> {
        if depth > Self::DEPTH {
            let detail = format!("the conditions are more than {} levels deep", Self::DEPTH);
            return node.fault(errors, codes::TOO_MANY, detail);
        }
        let mut object = node.object(errors)?;
        let words = ["all", "any", "not", "kind"].into_iter().filter(|word| object.has(word));
        match words.collect::<Vec<_>>()[..] {
            ["kind"] => Leaf::decode_kind(node, errors).map(Self::Leaf),
            [word] => {
                let children = |node: &Node<'_>, errors: &mut Errors| {
                    node.each(limits::LIST, errors, |child, errors| Self::decode_at(child, depth + 1, errors))
                };
                let read = match word {
                    "all" => object.optional("all", errors, children).map(Self::All),
                    "any" => object.optional("any", errors, children).map(Self::Any),
                    _ => object
                        .optional("not", errors, |child, errors| Self::decode_at(child, depth + 1, errors))
                        .map(|child| Self::Not(Box::new(child))),
                };
                // The others are null, or there would be two: they count as absent.
                for other in ["all", "any", "not", "kind"] {
                    object.take(other);
                }
                object.finish(errors);
                read
            }
            [] => node.fault(errors, codes::REQUIRED, "a condition holds `all`, `any`, `not` or `kind`"),
            [..] => node.fault(
                errors,
                codes::INVALID_VALUE,
                "a condition holds only one of `all`, `any`, `not` and `kind`; nest them, \
                 or set the others to null in a merge patch",
            ),
        }
    }
}

/// A leaf alone, as the examples of kinds are.
impl Decode for Leaf {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        Self::decode_kind(node, errors)
    }
}

impl Decode for Condition {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let tree = Self::decode_at(node, 1, errors)?;
        let nodes = tree.nodes();
        if nodes > Self::NODES {
            let detail = format!("the conditions have {nodes} nodes; {} are allowed", Self::NODES);
            return node.fault(errors, codes::TOO_MANY, detail);
        }
        Some(tree)
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let one = |name: &'static str, serializer: S| {
            let mut map = serializer.serialize_map(Some(1))?;
            match self {
                Self::All(children) | Self::Any(children) => map.serialize_entry(name, children)?,
                Self::Not(child) => map.serialize_entry(name, child)?,
                Self::Leaf(_) => {}
            }
            map.end()
        };
        match self {
            Self::All(_) => one("all", serializer),
            Self::Any(_) => one("any", serializer),
            Self::Not(_) => one("not", serializer),
            Self::Leaf(leaf) => leaf.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{DecodeError, from_json};

    const LEAF: &str = r#"{"kind": "order_amount", "min": {"USD": 5000}}"#;

    fn fault(body: &str) -> (String, &'static str) {
        match from_json::<Condition>(body.as_bytes()) {
            Err(DecodeError::Fields(errors)) => (errors[0].pointer.clone(), errors[0].code),
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn trees_read_and_are_written_back() {
        for body in [
            LEAF.to_owned(),
            format!(r#"{{"all": [{LEAF}, {{"any": [{LEAF}]}}, {{"not": {LEAF}}}], "any": null}}"#),
            r#"{"all": []}"#.to_owned(),
            r#"{"kind": "order_amount", "max": {"USD": 1}, "scope": {"brands": ["acme"]}}"#.to_owned(),
            r#"{"kind": "order_amount", "max": {"USD": 1}, "scope": "eligible", "basis": "after_discounts"}"#
                .to_owned(),
        ] {
            let tree: Condition = from_json(body.as_bytes()).unwrap();
            let written = serde_json::to_string(&tree).unwrap();
            assert_eq!(from_json::<Condition>(written.as_bytes()).unwrap(), tree, "{written}");
        }
        for (name, example) in Leaf::examples() {
            let Condition::Leaf(leaf) = from_json(example.to_string().as_bytes()).unwrap() else { panic!("{name}") };
            assert_eq!(leaf.name(), name);
        }
    }

    #[test]
    fn every_kind_has_words_in_every_language() {
        for (name, example) in Leaf::examples() {
            let tree: Condition = from_json(example.to_string().as_bytes()).unwrap();
            let (en, fr) = (tree.summary(Locale::En), tree.summary(Locale::Fr));
            assert!(!en.is_empty() && en != fr && !en.ends_with('.'), "{name}: {en} / {fr}");
        }
    }

    #[test]
    fn every_schema_names_what_is_written() {
        for ((name, schema), (_, example)) in Leaf::schemas().into_iter().zip(Leaf::examples()) {
            let tree: Condition = from_json(example.to_string().as_bytes()).unwrap();
            let written = serde_json::to_value(&tree).unwrap();
            let mut written: Vec<&String> = written.as_object().unwrap().keys().collect();
            let mut described: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
            written.sort_unstable();
            described.sort_unstable();
            assert_eq!(written, described, "{name}");
            assert_eq!(schema["additionalProperties"], false, "{name}");
        }
    }

    #[test]
    fn a_node_is_one_thing() {
        assert_eq!(fault("{}").1, codes::REQUIRED);
        assert_eq!(fault(&format!(r#"{{"all": [], "not": {LEAF}}}"#)).1, codes::INVALID_VALUE);
        assert_eq!(fault(r#"{"all": [{"kind": "order_amount"}]}"#), ("/all/0".to_owned(), codes::REQUIRED));
        assert_eq!(fault(r#"{"kind": "moon_phase"}"#).1, codes::KIND_UNKNOWN);
        assert_eq!(fault(r#"{"all": [], "every": []}"#).1, codes::UNKNOWN_FIELD);
    }

    #[test]
    fn trees_are_bounded() {
        let nested = |levels: usize| format!("{}{LEAF}{}", r#"{"not":"#.repeat(levels), "}".repeat(levels));
        assert!(from_json::<Condition>(nested(Condition::DEPTH - 1).as_bytes()).is_ok());
        assert_eq!(fault(&nested(Condition::DEPTH)).1, codes::TOO_MANY);
        let wide = |leaves: usize| format!(r#"{{"all": [{}]}}"#, vec![LEAF; leaves].join(","));
        assert!(from_json::<Condition>(wide(Condition::NODES - 1).as_bytes()).is_ok());
        assert_eq!(fault(&wide(Condition::NODES)).1, codes::TOO_MANY);
    }

    #[test]
    fn bounds_are_in_order() {
        let body = r#"{"kind": "order_amount", "min": {"USD": 2}, "max": {"USD": 1, "EUR": 0}}"#;
        assert_eq!(fault(body), ("/max/USD".to_owned(), codes::OUT_OF_RANGE));
    }
}
