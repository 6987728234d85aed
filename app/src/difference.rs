//! What an edit changed: for who was not the first, and for who reads the versions.

use serde::Serialize;
use serde_json::{Map, Value};

/// The members that differ between two documents, each with its value in the current one.
pub(crate) fn difference(known: &str, current: &str) -> Map<String, Value> {
    let known = read(known);
    read(current).into_iter().filter(|(name, value)| known.get(name) != Some(value)).collect()
}

/// One field that two documents differ in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// JSON pointer to the field.
    pub pointer: String,
    /// What it was; `null` where it was not there.
    pub from: Value,
    /// What it is; `null` where it is not there any more.
    pub to: Value,
}

/// The fields that differ between two documents, in the order of their pointers. Objects are looked into, lists are compared whole.
pub(crate) fn field_changes(before: &str, after: &str) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    compare("", &Value::Object(read(before)), &Value::Object(read(after)), &mut changes);
    changes.sort_unstable_by(|a, b| a.pointer.cmp(&b.pointer));
    changes
}

fn read(document: &str) -> Map<String, Value> {
    serde_json::from_str(document).unwrap_or_default()
}

fn compare(pointer: &str, before: &Value, after: &Value, changes: &mut Vec<FieldChange>) {
    if before == after {
        return;
    }
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        changes.push(FieldChange { pointer: pointer.to_owned(), from: before.clone(), to: after.clone() });
        return;
    };
    let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
    for name in names {
        let below = tessera_engine::decode::pointer_to(pointer, name);
        compare(&below, old.get(name).unwrap_or(&Value::Null), new.get(name).unwrap_or(&Value::Null), changes);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_difference_holds_what_the_other_changed() {
        let changed =
            difference(r#"{"name": "A", "limits": {"total": 5}}"#, r#"{"name": "B", "limits": {"total": 5}}"#);
        assert_eq!(Value::Object(changed), json!({"name": "B"}));
    }

    #[test]
    fn fields_are_named_by_their_pointers() {
        let before = r#"{"name": "A", "limits": {"total": 5, "per_day": 1}, "tags": ["a"], "code": null}"#;
        let after = r#"{"name": "A", "limits": {"total": 6, "per_day": 1}, "tags": ["a", "b"], "owner": "ana"}"#;
        assert_eq!(
            json!(field_changes(before, after)),
            json!([
                { "pointer": "/limits/total", "from": 5, "to": 6 },
                { "pointer": "/owner", "from": null, "to": "ana" },
                { "pointer": "/tags", "from": ["a"], "to": ["a", "b"] },
            ])
        );
        assert_eq!(field_changes(before, before), []);
    }
}
