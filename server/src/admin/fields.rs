//! What is wrong with the fields of a form: beside each field, and in a summary that links to them.

use std::borrow::Cow;

/// Faults by the name of their field; the empty name is the form itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults(Vec<(Cow<'static, str>, String)>);

impl Faults {
    /// One fault.
    pub(super) fn one(field: impl Into<Cow<'static, str>>, words: impl Into<String>) -> Self {
        Self(vec![(field.into(), words.into())])
    }

    /// Adds a fault; the first of a field stands.
    pub(super) fn add(&mut self, field: impl Into<Cow<'static, str>>, words: impl Into<String>) {
        let field = field.into();
        if self.of(&field).is_none() {
            self.0.push((field, words.into()));
        }
    }

    /// The fault of a field.
    pub(super) fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, words)| words.as_str())
    }

    /// Every fault with its field.
    pub(super) fn all(&self) -> &[(Cow<'static, str>, String)] {
        &self.0
    }

    /// Whether nothing is wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
