//! Terms as they come together from an export, and the notes beside them.

use serde_json::{Map, Value, json};
use tessera_engine::{DecodeError, Terms, from_json};

use super::amounts::{is_no, is_yes};
use super::table::Row;
use super::{Imported, Note};

/// A coupon that is being read.
pub(super) struct Writer {
    terms: Value,
    notes: Vec<Note>,
    conditions: Vec<Value>,
    /// Why it becomes a draft whatever the export says.
    is_draft: bool,
    uses: u64,
}

impl Writer {
    /// Begins with a name; the coupon is enabled unless something speaks against it.
    pub(super) fn new(name: &str, shop: &str) -> Self {
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(255).collect();
        let terms = json!({ "name": name, "status": "enabled", "benefits": [], "metadata": { "imported_from": shop } });
        Self { terms, notes: Vec::new(), conditions: Vec::new(), is_draft: false, uses: 0 }
    }

    /// Sets a member, such as `limits/total`.
    pub(super) fn set(&mut self, path: &str, value: Value) {
        let mut at = &mut self.terms;
        for token in path.split('/') {
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            at = &mut at[token];
        }
        *at = value;
    }

    /// Adds a benefit.
    pub(super) fn benefit(&mut self, benefit: Value) {
        if let Some(benefits) = self.terms["benefits"].as_array_mut() {
            benefits.push(benefit);
        }
    }

    /// Adds a condition; all must pass.
    pub(super) fn condition(&mut self, condition: Value) {
        self.conditions.push(condition);
    }

    /// Says what was done with something that is not carried over as it is.
    pub(super) fn note(&mut self, field: &str, value: &str, why: &str, instead: &str) {
        let (field, value) = (field.to_owned(), shown(value));
        self.notes.push(Note { field, value, why: why.to_owned(), instead: instead.to_owned() });
    }

    /// The same for what makes the coupon a draft, so that nobody gets more than before.
    pub(super) fn draft(&mut self, field: &str, value: &str, why: &str) {
        self.note(field, value, why, "made a draft: look at it before you enable it");
        self.is_draft = true;
    }

    /// Whether a column says yes; a word that is neither yes nor no makes the coupon a draft.
    pub(super) fn yes(&mut self, field: &str, value: &str) -> bool {
        if !is_yes(value) && !is_no(value) {
            self.draft(field, value, "it says neither yes nor no");
        }
        is_yes(value)
    }

    /// How often it was used before; what is no number makes the coupon a draft.
    pub(super) fn uses(&mut self, field: &str, value: &str) -> u64 {
        if value.is_empty() {
            return 0;
        }
        value.parse().unwrap_or_else(|_| {
            self.draft(field, value, "it is no number: how often the coupon was used is not taken off its limit");
            0
        })
    }

    /// A row with other cells than its head says nothing for sure.
    pub(super) fn check_cells(&mut self, row: &Row<'_>) {
        if let Some((cells, columns)) = row.ragged() {
            let why = format!(
                "the head has {columns} columns: a comma or a quotation mark is missing or too many, and what the row says \
                 may stand in other columns"
            );
            self.draft("row", &format!("{cells} cells"), &why);
        }
    }

    /// Makes it a draft because the export says so.
    pub(super) fn set_draft(&mut self) {
        self.is_draft = true;
    }

    /// Keeps something of the export in the coupon's metadata.
    pub(super) fn keep(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            let value: String = value.chars().filter(|letter| !letter.is_control()).take(500).collect();
            self.set(&format!("metadata/{name}"), json!(value));
        }
    }

    /// A limit of uses in all; what was used before is taken off, since counting begins anew.
    pub(super) fn limit_total(&mut self, field: &str, limit: Option<u64>, uses: u64) {
        self.uses = uses;
        let Some(limit) = limit else { return };
        self.set("limits/total", json!(limit.saturating_sub(uses)));
        if uses > 0 {
            let why = format!("{uses} of them were used before, and counting begins anew here");
            self.note(field, &limit.to_string(), &why, &format!("the limit is {}", limit.saturating_sub(uses)));
        }
    }

    /// A coupon that becomes nothing.
    pub(super) fn skip(mut self, row: usize, name: &str, field: &str, value: &str, why: &str) -> Imported {
        self.note(field, value, why, "not imported");
        Imported { row, name: name.to_owned(), terms: None, uses: self.uses, notes: self.notes }
    }

    /// The coupon. Terms that cannot be read become nothing.
    pub(super) fn finish(mut self, row: usize, name: &str) -> Imported {
        match self.conditions.len() {
            0 => {}
            1 => self.terms["conditions"] = self.conditions.remove(0),
            _ => self.terms["conditions"] = json!({ "all": self.conditions }),
        }
        if self.is_draft || self.terms["benefits"].as_array().is_none_or(Vec::is_empty) {
            self.terms["status"] = json!("draft");
        }
        let terms = match from_json::<Terms>(self.terms.to_string().as_bytes()) {
            Ok(terms) => Some(terms),
            Err(DecodeError::Fields(errors)) => {
                for error in errors {
                    let value = self.terms.pointer(&error.pointer).map(Value::to_string).unwrap_or_default();
                    self.note(&error.pointer, &value, &error.detail, "not imported");
                }
                None
            }
            Err(other) => {
                self.note("", "", &other.to_string(), "not imported");
                None
            }
        };
        Imported { row, name: name.to_owned(), terms, uses: self.uses, notes: self.notes }
    }
}

/// A value for a report: without addresses, and not longer than a line.
fn shown(value: &str) -> String {
    let addresses =
        value.split([',', ';', '|', ' ']).filter(|part| part.contains('@') && !part.starts_with('*')).count();
    if addresses > 0 {
        return if addresses == 1 { "1 e-mail address".to_owned() } else { format!("{addresses} e-mail addresses") };
    }
    let value: String = value.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if value.chars().count() > 80 { value.chars().take(79).chain(['…']).collect() } else { value }
}
