//! What saving the form would change, field by field.

use serde_json::Value;
use tessera_engine::Terms;

use super::versions::{field, shown};
use crate::admin::shell::Shell;

/// A field before and after.
pub(super) struct Changed {
    pub(super) field: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// The fields that two terms differ in, in words.
pub(super) fn changes(before: &Terms, after: &Terms, s: &Shell) -> Vec<Changed> {
    let written = |terms: &Terms| serde_json::to_value(terms).unwrap_or_default();
    let mut found = Vec::new();
    compare("", &written(before), &written(after), &mut found);
    let in_words = |(pointer, before, after): (String, Value, Value)| Changed {
        field: field(&pointer, s.t),
        before: shown(&pointer, &before, s),
        after: shown(&pointer, &after, s),
    };
    found.into_iter().map(in_words).collect()
}

/// Objects are looked into but for conditions and budgets, whose words are those of the whole.
fn compare(pointer: &str, before: &Value, after: &Value, found: &mut Vec<(String, Value, Value)>) {
    match (before, after) {
        _ if before == after => {}
        (Value::Object(old), Value::Object(new)) if pointer != "/conditions" && !pointer.starts_with("/limits/") => {
            for (name, value) in new {
                compare(&format!("{pointer}/{name}"), old.get(name).unwrap_or(&Value::Null), value, found);
            }
            for (name, value) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
                compare(&format!("{pointer}/{name}"), value, &Value::Null, found);
            }
        }
        _ => found.push((pointer.to_owned(), before.clone(), after.clone())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_differs_is_found_with_its_place() {
        let before = json!({ "name": "A", "limits": { "total": 1, "per_day": null }, "conditions": { "kind": "a" }, "gone": { "x": 1 } });
        let after = json!({ "name": "B", "limits": { "total": 1, "per_day": 5 }, "conditions": { "kind": "b" } });
        let mut found = Vec::new();
        compare("", &before, &after, &mut found);
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let places: Vec<&str> = found.iter().map(|(pointer, ..)| pointer.as_str()).collect();
        assert_eq!(places, ["/conditions", "/gone", "/limits/per_day", "/name"]);
        assert_eq!(found[2].2, json!(5));
    }
}
