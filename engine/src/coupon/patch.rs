//! JSON Merge Patch (RFC 7396) of a coupon's terms: arrays replaced whole, `null` resets a member to its default.

use super::Terms;
use crate::decode::{DecodeError, Errors, Node, from_json, merge_patch};

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
        let changes = members.rest().into_iter().filter(|(name, _)| !beside.contains(&name.as_ref()));
        from_json(merge_patch(&written, changes.collect())?.as_bytes())
    }
}
