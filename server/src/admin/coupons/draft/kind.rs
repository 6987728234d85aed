//! A kind of benefit or condition as the form writes it: a list of fields.

use serde_json::{Value, json};
use tessera_engine::FieldError;

use super::field::{Field, Reading, Words, Writing, add_faults, object_of};
use super::typed::Typed;

/// A kind: its name, its words and its fields.
pub(in crate::admin::coupons) struct Kind {
    /// The word in `kind`.
    pub(in crate::admin::coupons) name: &'static str,
    pub(in crate::admin::coupons) words: Words,
    pub(in crate::admin::coupons) fields: &'static [Field],
    /// What its fields say when it is chosen.
    pub(in crate::admin::coupons) starts: &'static [(&'static str, &'static str)],
}

impl Kind {
    /// A kind whose fields begin empty.
    pub(in crate::admin::coupons) const fn new(name: &'static str, words: Words, fields: &'static [Field]) -> Self {
        Self { name, words, fields, starts: &[] }
    }

    /// Whose fields begin with something.
    pub(in crate::admin::coupons) const fn starting(self, starts: &'static [(&'static str, &'static str)]) -> Self {
        Self { starts, ..self }
    }

    /// What is typed, as the object it stands for. `check` is what the engine says of it.
    pub(super) fn write(
        &self,
        prefix: &str,
        otherwise: &str,
        check: fn(&Value) -> Vec<FieldError>,
        w: &mut Writing<'_>,
    ) -> Value {
        let before = w.faults.all().len();
        let mut object = object_of(self.fields, prefix, w);
        object["kind"] = json!(self.name);
        if w.faults.all().len() == before {
            add_faults(self.fields, prefix, otherwise, &check(&object), w);
        }
        object
    }

    /// Shows an object of this kind.
    pub(super) fn read(&self, prefix: &str, object: &Value, typed: &mut Typed, r: Reading<'_>) {
        self.fields.iter().for_each(|field| field.read(prefix, object, typed, r));
    }

    /// What its fields say when it is chosen.
    pub(super) fn start(&self, prefix: &str, typed: &mut Typed) {
        for (name, value) in self.starts {
            typed.set_if_empty(&format!("{prefix}{name}"), value);
        }
    }
}
