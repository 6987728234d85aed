//! JSON Merge Patch (RFC 7396) of a coupon's terms: arrays replaced whole, `null` resets a member to its default.
//! The merge is of texts, so that every number keeps its digits.

use super::Terms;
use crate::decode::{DecodeError, Errors, Node, from_json, parse};

impl Terms {
    /// The terms with a merge patch applied. Members of the patch named in `beside` (such as `apply_to_claims`) are
    /// no part of the terms and left to the caller.
    ///
    /// # Errors
    /// See [`DecodeError`]; pointers are those of the merged document, which are those of the patch.
    pub fn merge_patch(&self, patch: &Node<'_>, beside: &[&str]) -> Result<Self, DecodeError> {
        let mut errors = Errors::new();
        let Some(mut members) = patch.object(&mut errors) else { return errors.check(None) };
        let written = serde_json::to_string(self).expect("terms are texts, numbers and lists of them");
        let document = parse(written.as_bytes())?;
        let changes = members.rest().into_iter().filter(|(name, _)| !beside.contains(&name.as_ref()));
        let mut merged = String::with_capacity(written.len());
        merge_members(Some(&document), changes.collect(), &mut merged);
        from_json(merged.as_bytes())
    }
}

type Members<'a> = Vec<(std::borrow::Cow<'a, str>, Node<'a>)>;

fn merge(target: Option<&Node<'_>>, patch: &Node<'_>, merged: &mut String) {
    match members_of(patch) {
        Some(changes) => merge_members(target, changes, merged),
        None => merged.push_str(patch.text_as_written()),
    }
}

fn merge_members(target: Option<&Node<'_>>, changes: Members<'_>, merged: &mut String) {
    let kept = target.and_then(members_of).unwrap_or_default();
    merged.push('{');
    let start = merged.len();
    let name_member = |name: &str, merged: &mut String| {
        if merged.len() > start {
            merged.push(',');
        }
        merged.push_str(&serde_json::Value::from(name).to_string());
        merged.push(':');
    };
    for (name, old) in &kept {
        match changes.iter().find(|(changed, _)| changed == name) {
            None => {
                name_member(name, merged);
                merged.push_str(old.text_as_written());
            }
            Some((_, change)) if change.is_null() => {}
            Some((_, change)) => {
                name_member(name, merged);
                merge(Some(old), change, merged);
            }
        }
    }
    for (name, change) in &changes {
        if !change.is_null() && kept.iter().all(|(old, _)| old != name) {
            name_member(name, merged);
            merge(None, change, merged);
        }
    }
    merged.push('}');
}

/// The members of an object, `None` for anything else.
fn members_of<'a>(node: &Node<'a>) -> Option<Members<'a>> {
    node.object(&mut Errors::new()).map(|mut object| object.rest())
}
