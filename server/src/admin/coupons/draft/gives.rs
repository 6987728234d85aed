//! The benefits of the draft. The fields of the first have plain names (`kind`, `percent`), those of further ones stand
//! in the table `more`. A benefit that the form cannot write is kept as it is.

use serde_json::{Value, json};
use tessera_engine::benefit::Benefit;
use tessera_engine::{DecodeError, FieldError, from_json};

use super::Draft;
use super::field::{Reading, Writing};
use super::typed::Typed;
use crate::admin::coupons::gives::kind;
use crate::admin::fields::Faults;
use crate::admin::texts::EN;

/// The table of the benefits after the first.
pub(in crate::admin::coupons) const MORE: &str = "more";
/// The kind of a part that stays as it is.
pub(in crate::admin::coupons) const KEPT: &str = "kept";

/// What the names of a benefit's fields begin with.
pub(in crate::admin::coupons) fn prefix(place: usize) -> String {
    if place == 0 { String::new() } else { format!("{MORE}.{}.", place - 1) }
}

/// What the names of every benefit's fields begin with.
pub(in crate::admin::coupons) fn prefixes(typed: &Typed) -> Vec<String> {
    (0..=typed.rows(MORE)).map(prefix).collect()
}

/// The benefits that are typed.
pub(super) fn write(w: &mut Writing<'_>) -> Value {
    let prefixes = prefixes(w.typed);
    prefixes.iter().filter_map(|prefix| write_one(prefix, w)).collect()
}

fn write_one(prefix: &str, w: &mut Writing<'_>) -> Option<Value> {
    let name = format!("{prefix}kind");
    match w.typed.get(&name) {
        KEPT => kept(w.typed, prefix),
        chosen => match kind(chosen) {
            Some(kind) => Some(kind.write(prefix, &name, check, w)),
            None => {
                w.faults.add(name, w.t.fault_kind);
                None
            }
        },
    }
}

/// A part that stays as it is.
pub(super) fn kept(typed: &Typed, prefix: &str) -> Option<Value> {
    serde_json::from_str(typed.get(&format!("{prefix}{KEPT}"))).ok()
}

fn check(benefit: &Value) -> Vec<FieldError> {
    errors(from_json::<Benefit>(benefit.to_string().as_bytes()).err())
}

/// The faults of what does not read.
pub(super) fn errors(error: Option<DecodeError>) -> Vec<FieldError> {
    match error {
        None => Vec::new(),
        Some(DecodeError::Fields(errors)) => errors,
        Some(other) => vec![FieldError { pointer: String::new(), code: "invalid_value", detail: other.to_string() }],
    }
}

/// Shows benefits; what would be written otherwise than it is, is kept.
pub(super) fn read(benefits: &[Benefit], typed: &mut Typed, r: Reading<'_>) {
    for (place, benefit) in benefits.iter().enumerate() {
        let prefix = prefix(place);
        let object = serde_json::to_value(benefit).unwrap_or_default();
        let mut shown = typed.clone();
        shown.set(format!("{prefix}kind"), benefit.name());
        if let Some(kind) = kind(benefit.name()) {
            kind.read(&prefix, &object, &mut shown, r);
        }
        let mut faults = Faults::default();
        let mut w = Writing { typed: &shown, currency: r.currency, t: &EN, faults: &mut faults };
        let again = write_one(&prefix, &mut w).filter(|_| faults.is_empty());
        let again = again.and_then(|again| from_json::<Benefit>(again.to_string().as_bytes()).ok());
        if again.as_ref() == Some(benefit) {
            *typed = shown;
        } else {
            typed.set(format!("{prefix}kind"), KEPT);
            typed.set(format!("{prefix}{KEPT}"), without_nulls(object).to_string());
        }
    }
}

/// A document without what is not said.
pub(super) fn without_nulls(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            members.retain(|_, value| !value.is_null());
            members.values_mut().for_each(|value| *value = without_nulls(value.take()));
        }
        Value::Array(entries) => entries.iter_mut().for_each(|value| *value = without_nulls(value.take())),
        _ => {}
    }
    value
}

impl Draft {
    /// A kept benefit in words.
    pub(in crate::admin::coupons) fn kept_benefit(&self, prefix: &str, locale: tessera_engine::Locale) -> String {
        let benefit = kept(&self.typed, prefix).unwrap_or_else(|| json!({}));
        let benefit = from_json::<Benefit>(benefit.to_string().as_bytes());
        benefit.map_or_else(|_| String::new(), |benefit| benefit.summary(locale))
    }
}
