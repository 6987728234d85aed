//! What a merchant writes of a segment.

use serde::Serialize;
use tessera_engine::condition::Condition;
use tessera_engine::decode::{Decode, Errors, Node, codes};
use tessera_store::segments::SegmentRecord;

/// Whether the members are written down or follow from a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SegmentKind {
    /// They are written down.
    Static,
    /// They follow from a condition.
    Dynamic,
}

impl SegmentKind {
    const WORDS: &'static [(&'static str, Self)] = &[("static", Self::Static), ("dynamic", Self::Dynamic)];

    /// As the store keeps it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Dynamic => "dynamic",
        }
    }
}

/// A segment as it is written. Serialised it is what a merge patch applies to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SegmentBody {
    /// What customers' own lists and coupons call it; `None`: its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    /// What the merchant calls it.
    pub(super) name: String,
    /// Static or dynamic.
    pub(super) kind: SegmentKind,
    /// Who is in a dynamic one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) conditions: Option<Condition>,
}

impl Decode for SegmentBody {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let key = object.optional("key", errors, Node::name);
        let name = object.required("name", errors, Node::name);
        let kind = object.required("kind", errors, |node, errors| node.word(SegmentKind::WORDS, errors));
        let has_conditions = object.has("conditions") && !object.is_null("conditions");
        let conditions = object.optional("conditions", errors, |node, errors| {
            let tree = Condition::decode(node, errors)?;
            tree.refuse_all_but_customers(node.pointer(), errors);
            Some(tree)
        });
        match kind {
            Some(SegmentKind::Static) if has_conditions => {
                let detail = "is for a dynamic segment; leave it out, or make the segment `dynamic`";
                errors.push(object.pointer_to("conditions"), codes::INVALID_VALUE, detail);
            }
            Some(SegmentKind::Dynamic) if !has_conditions => {
                let detail = "says who is in a dynamic segment; write a condition on customers";
                errors.push(object.pointer_to("conditions"), codes::REQUIRED, detail);
            }
            _ => {}
        }
        if key.as_deref().is_some_and(|key| key.starts_with("seg_")) {
            let detail = "must not begin like an id of ours, `seg_`; choose a word such as `vip`";
            errors.push(object.pointer_to("key"), codes::INVALID_VALUE, detail);
        }
        object.finish(errors);
        Some(Self { key, name: name?, kind: kind?, conditions })
    }
}

impl SegmentBody {
    /// The conditions as the store keeps them.
    pub(super) fn conditions_text(&self) -> Option<String> {
        self.conditions.as_ref().map(crate::orders::to_text)
    }
}

/// A stored segment as it was written, JSON.
pub(super) fn written(record: &SegmentRecord) -> String {
    #[derive(Serialize)]
    struct Written<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<&'a str>,
        name: &'a str,
        kind: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        conditions: Option<&'a serde_json::value::RawValue>,
    }
    let conditions = record.conditions.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let key = (record.key != record.id).then_some(record.key.as_str());
    crate::orders::to_text(&Written { key, name: &record.name, kind: &record.kind, conditions })
}

#[cfg(test)]
mod tests {
    use tessera_engine::{DecodeError, from_json};

    use super::*;

    fn faults(body: &str) -> Vec<String> {
        match from_json::<SegmentBody>(body.as_bytes()) {
            Ok(_) => Vec::new(),
            Err(DecodeError::Fields(errors)) => errors.into_iter().map(|fault| fault.pointer).collect(),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_fault_is_told_at_once() {
        assert_eq!(faults(r#"{"name": "VIP", "kind": "static", "key": "vip"}"#), [""; 0]);
        assert_eq!(faults(r#"{"name": "New", "kind": "dynamic", "conditions": {"kind": "first_order"}}"#), [""; 0]);
        assert_eq!(faults(r#"{"kind": "dynamic", "key": "seg_1"}"#), ["/name", "/conditions", "/key"]);
        assert_eq!(
            faults(r#"{"name": "a", "kind": "static", "conditions": {"kind": "first_order"}}"#),
            ["/conditions"]
        );
        let amount =
            r#"{"name": "a", "kind": "dynamic", "conditions": {"not": {"kind": "order_amount", "min": {"USD": 1}}}}"#;
        assert_eq!(faults(amount), ["/conditions/not/kind"]);
        assert_eq!(faults(r#"{"name": "a", "kind": "other", "nope": 1}"#), ["/kind", "/nope"]);
    }
}
