//! The team's own template.

use serde::{Serialize, Serializer};
use tessera_engine::Terms;
use tessera_engine::coupon::Status;
use tessera_engine::decode::{Decode, Errors, Node, Object, codes, limits};
use tessera_store::saved::SavedKind;

use super::goal::Goal;
use super::input::{Input, decode_pointer};
use crate::ids::IdKind;
use crate::saved::Saved;

/// Locks and inputs of a template at most.
const MOST: usize = 50;

/// Days that a template's coupons last at most: a hundred years.
const MOST_DAYS: i64 = 36_500;

/// A draft with what of it is fixed and what is asked for. Serialised it is what a merge patch applies to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Template {
    /// What it is, beside its terms.
    pub(super) about: About,
    /// The draft.
    pub(super) terms: Terms,
}

/// What a template is, beside its terms.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct About {
    /// What the team calls it.
    pub(super) name: String,
    /// What it is for.
    pub(super) description: Option<String>,
    /// What its coupons are to bring about.
    pub(super) goals: Vec<Goal>,
    /// Days that its coupons last, beginning with the day they are made in the store's zone; `None`: as the terms say.
    pub(super) days: Option<u32>,
    /// Members of the terms that stay as they are, as JSON pointers.
    pub(super) locked: Vec<String>,
    /// Members of the terms that are asked for.
    pub(super) inputs: Vec<Input>,
}

impl Saved for Template {
    const KIND: SavedKind = SavedKind::Template;
    const ID: IdKind = IdKind::Template;
    const NOUN: &'static str = "template";
    const EVENTS: [&'static str; 3] = ["template.created", "template.updated", "template.deleted"];

    fn facets(&self) -> Vec<String> {
        self.about.goals.iter().map(|goal| goal.word().to_owned()).collect()
    }
}

impl Serialize for Template {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written<'a> {
            #[serde(flatten)]
            about: &'a About,
            terms: &'a Terms,
        }
        Written { about: &self.about, terms: &self.terms }.serialize(serializer)
    }
}

impl Decode for Template {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let about = About::decode_members(&mut object, errors);
        let terms = object.required("terms", errors, decode_terms);
        object.finish(errors);
        Some(Self { about: about?, terms: terms? })
    }
}

impl About {
    pub(super) fn decode_members(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let name = object.required("name", errors, Node::name);
        let description =
            object.optional("description", errors, |node, errors| node.prose(limits::DESCRIPTION, errors));
        let goals = object.optional("goals", errors, |node, errors| node.each(Goal::WORDS.len(), errors, Goal::decode));
        let days = object.optional("days", errors, |node, errors| node.integer(1..=MOST_DAYS, errors));
        let locked = object.optional("locked", errors, |node, errors| node.each(MOST, errors, decode_lock));
        let inputs = object.optional("inputs", errors, |node, errors| node.each(MOST, errors, Input::decode));
        Some(Self {
            name: name?,
            description: description.filter(|text| !text.is_empty()),
            goals: goals.unwrap_or_default(),
            days: days.and_then(|days| u32::try_from(days).ok()),
            locked: locked.unwrap_or_default(),
            inputs: inputs.unwrap_or_default(),
        })
    }
}

fn decode_lock(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
    let pointer = decode_pointer(node, errors)?;
    if ["/code", "/status"].contains(&pointer.as_str()) {
        return node.fault(errors, codes::INVALID_VALUE, "cannot be locked: each coupon has its own");
    }
    Some(pointer)
}

/// Terms that a draft can have.
pub(super) fn decode_terms(node: &Node<'_>, errors: &mut Errors) -> Option<Terms> {
    let terms = Terms::decode(node, errors)?;
    for later in terms.not_in_this_release() {
        errors.push(format!("{}{}", node.pointer(), later.pointer), later.code, later.detail);
    }
    if terms.status != Status::Draft {
        let detail = "a template makes drafts; leave it out and enable the coupon";
        errors.push(format!("{}/status", node.pointer()), codes::INVALID_VALUE, detail);
    }
    Some(terms)
}

#[cfg(test)]
mod tests {
    use tessera_engine::from_json;

    use super::*;

    #[test]
    fn what_is_written_reads_the_same() {
        let body = br#"{"name": "Spring", "goals": ["loyalty"], "days": 14, "locked": ["/limits"],
            "inputs": [{"pointer": "/code", "label": {"en": "Code", "fr": "Code"}, "kind": "code"}],
            "terms": {"name": "Spring", "benefits": [{"kind": "percent_off", "percent": 12.5}]}}"#;
        let template: Template = from_json(body).unwrap();
        let written = serde_json::to_string(&template).unwrap();
        assert_eq!(from_json::<Template>(written.as_bytes()).unwrap(), template);
    }

    #[test]
    fn every_fault_is_named() {
        let body = br#"{"goals": ["money"], "locked": ["limits", "/code", "/price"],
            "inputs": [{"pointer": "/moon", "label": {}, "kind": "x"}],
            "terms": {"name": "A", "status": "enabled", "validity": {"days_after_claim": 3}}}"#;
        let tessera_engine::DecodeError::Fields(errors) = from_json::<Template>(body).unwrap_err() else {
            panic!("the fields are at fault")
        };
        let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
        for pointer in [
            "/name",
            "/goals/0",
            "/locked/0",
            "/locked/1",
            "/locked/2",
            "/inputs/0/pointer",
            "/inputs/0/label",
            "/terms/status",
        ] {
            assert!(pointers.contains(&pointer), "{pointer} is not in {pointers:?}");
        }
    }
}
