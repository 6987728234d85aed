//! Conditions: when a coupon may be used. A tree of `all`, `any`, `not` over typed leaves; one leaf kind is
//! one file here plus one line in the `kinds!` list below. `docs/MODEL.md` section 5.

pub(crate) mod judge;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::decode::{Decode, Errors, Node, codes, limits};
use crate::kind::kinds;
use crate::locale::Locale;

kinds! {
    /// A typed leaf of the condition tree.
    Leaf {
        order_amount::OrderAmount => OrderAmount,
    }
    planned: [
        "order_quantity", "order_weight", "contains", "distinct_products", "customer_in", "customer_is",
        "email_domain", "customer_type", "first_order", "orders_count", "total_spent", "purchased", "region",
        "channel", "device", "payment_method", "shipping_service", "schedule", "verified_identity", "expression",
    ]
    computed: judge::Judge
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
    fn a_node_is_one_thing() {
        assert_eq!(fault("{}").1, codes::REQUIRED);
        assert_eq!(fault(&format!(r#"{{"all": [], "not": {LEAF}}}"#)).1, codes::INVALID_VALUE);
        assert_eq!(fault(r#"{"all": [{"kind": "order_amount"}]}"#), ("/all/0".to_owned(), codes::REQUIRED));
        assert_eq!(fault(r#"{"kind": "region"}"#).1, codes::KIND_NOT_SUPPORTED);
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
