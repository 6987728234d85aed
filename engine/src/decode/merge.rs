//! JSON Merge Patch (RFC 7396) of a document. The merge is of texts, so that every number keeps its digits.

use super::{DecodeError, Node, parse};

/// The document with a merge patch's members applied: objects are merged, arrays replaced whole, what is `null` taken out.
///
/// # Errors
/// See [`DecodeError`]; only when the document is not JSON.
pub fn merge_patch(document: &str, changes: Members<'_>) -> Result<String, DecodeError> {
    let node = parse(document.as_bytes())?;
    let mut merged = String::with_capacity(document.len());
    merge_members(Some(&node), changes, &mut merged);
    Ok(merged)
}

/// The members of a merge patch, by name.
pub type Members<'a> = Vec<(std::borrow::Cow<'a, str>, Node<'a>)>;

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
    node.object(&mut super::Errors::new()).map(|mut object| object.rest())
}
