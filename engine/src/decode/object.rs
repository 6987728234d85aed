//! An object handing out its members by name.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::node::Node;
use super::{Errors, codes, pointer_to};

/// An object being read. Ask for every member that is known, then [`finish`](Object::finish):
/// what was not asked for is reported.
#[derive(Debug)]
pub struct Object<'a> {
    pointer: String,
    members: Vec<Member<'a>>,
    known: Vec<&'static str>,
}

#[derive(Debug)]
struct Member<'a> {
    name: Cow<'a, str>,
    raw: &'a RawValue,
    taken: bool,
}

impl<'a> Object<'a> {
    pub(super) fn new(pointer: String, members: Vec<(Cow<'a, str>, &'a RawValue)>) -> Self {
        let members = members.into_iter().map(|(name, raw)| Member { name, raw, taken: false }).collect();
        Self { pointer, members, known: Vec::new() }
    }

    /// JSON pointer of the object.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// JSON pointer of a member, whether it is there or not.
    #[must_use]
    pub fn pointer_to(&self, name: &str) -> String {
        pointer_to(&self.pointer, name)
    }

    /// Whether a member is there and not `null`; does not count as asking for it.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.members.iter().any(|member| member.name == name && member.raw.get() != "null")
    }

    /// Whether a member is there and `null`.
    #[must_use]
    pub fn is_null(&self, name: &str) -> bool {
        self.members.iter().any(|member| member.name == name && member.raw.get() == "null")
    }

    /// The member, also when it is `null`.
    pub fn take(&mut self, name: &'static str) -> Option<Node<'a>> {
        self.known.push(name);
        let member = self.members.iter_mut().find(|member| member.name == name)?;
        member.taken = true;
        Some(Node::at(member.raw, pointer_to(&self.pointer, name)))
    }

    /// A member that must be there; `null` is as good as absent.
    pub fn required<T>(
        &mut self,
        name: &'static str,
        errors: &mut Errors,
        read: impl FnOnce(&Node<'a>, &mut Errors) -> Option<T>,
    ) -> Option<T> {
        match self.take(name) {
            Some(node) if !node.is_null() => read(&node, errors),
            _ => {
                errors.push(self.pointer_to(name), codes::REQUIRED, format!("`{name}` is required"));
                None
            }
        }
    }

    /// A member that may be absent or `null`.
    pub fn optional<T>(
        &mut self,
        name: &'static str,
        errors: &mut Errors,
        read: impl FnOnce(&Node<'a>, &mut Errors) -> Option<T>,
    ) -> Option<T> {
        self.take(name).filter(|node| !node.is_null()).and_then(|node| read(&node, errors))
    }

    /// Reports every member that was not asked for, with the nearest name that is known.
    pub fn finish(self, errors: &mut Errors) {
        for member in self.members.iter().filter(|member| !member.taken) {
            let name = shown(&member.name);
            let detail = match nearest(&member.name, &self.known) {
                Some(known) => format!("there is no `{name}` here; did you mean `{known}`?"),
                None => format!("there is no `{name}` here"),
            };
            errors.push(pointer_to(&self.pointer, &member.name), codes::UNKNOWN_FIELD, detail);
        }
    }

    /// Every member that was not asked for yet, in the order written.
    pub fn rest(&mut self) -> Vec<(Cow<'a, str>, Node<'a>)> {
        let mut rest = Vec::new();
        for member in self.members.iter_mut().filter(|member| !member.taken) {
            member.taken = true;
            rest.push((member.name.clone(), Node::at(member.raw, pointer_to(&self.pointer, &member.name))));
        }
        rest
    }
}

/// A name somebody wrote, short enough for an error.
pub(super) fn shown(text: &str) -> String {
    const LIMIT: usize = 64;
    if text.chars().count() <= LIMIT {
        return text.to_owned();
    }
    text.chars().take(LIMIT).chain(std::iter::once('…')).collect()
}

/// The known word nearest to what was written, if it is near.
pub(crate) fn nearest(written: &str, known: &[&'static str]) -> Option<&'static str> {
    if written.chars().count() > 64 {
        return None;
    }
    let written = written.to_ascii_lowercase().replace(['-', ' '], "_");
    known
        .iter()
        .map(|word| (distance(&written, word), *word))
        .filter(|(distance, word)| *distance <= 1 + word.len() / 5 && *distance < word.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
        .or_else(|| only_word_around(&written, known))
}

/// The one known word that what was written is a part of: `max_codes` is short for `max_codes_per_order`.
fn only_word_around(written: &str, known: &[&'static str]) -> Option<&'static str> {
    let mut around = known.iter().filter(|word| written.len() >= 4 && word.contains(written));
    around.next().copied().filter(|_| around.next().is_none())
}

/// How many letters are to be added, dropped, changed or swapped with a neighbour.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=right.len()).collect()];
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let mut best = (rows[i][j] + usize::from(a != b)).min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or_default()
}
