//! What differs between two documents: as a merge patch to send, and as lines to read.

use serde_json::{Map, Value};

/// The JSON Merge Patch (RFC 7396) that makes `wanted` of `current`. Lists are replaced whole.
pub(crate) fn merge_patch(current: &Value, wanted: &Value) -> Value {
    let (Value::Object(old), Value::Object(new)) = (current, wanted) else { return wanted.clone() };
    let mut patch = Map::new();
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        patch.insert(name.clone(), Value::Null);
    }
    for (name, value) in new {
        match old.get(name) {
            Some(same) if same == value => {}
            Some(other) => drop(patch.insert(name.clone(), merge_patch(other, value))),
            None => drop(patch.insert(name.clone(), value.clone())),
        }
    }
    Value::Object(patch)
}

/// The members that differ, each with what it is and what it is to be, in the order of their pointers.
pub(crate) fn lines(current: &Value, wanted: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare(current, wanted, "", &mut found);
    found.sort_unstable();
    found
}

fn compare(current: &Value, wanted: &Value, pointer: &str, found: &mut Vec<String>) {
    if current == wanted {
        return;
    }
    match (current, wanted) {
        (Value::Object(old), Value::Object(new)) => {
            let added = new.keys().filter(|name| !old.contains_key(*name));
            for name in old.keys().chain(added) {
                let of = |members: &Map<String, Value>| members.get(name).cloned().unwrap_or_default();
                compare(&of(old), &of(new), &format!("{pointer}/{name}"), found);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                compare(old, new, &format!("{pointer}/{index}"), found);
            }
        }
        _ => found.push(format!("{pointer}: {current} -> {wanted}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_makes_the_one_of_the_other() {
        let current = json!({ "name": "A", "limits": { "total": 5, "per_customer": null }, "conditions": { "kind": "first_order" }, "tags": ["a"] });
        let wanted = json!({ "name": "A", "limits": { "total": 6, "per_customer": null }, "conditions": { "any": [1] }, "tags": [] });
        let patch = merge_patch(&current, &wanted);
        assert_eq!(patch, json!({ "limits": { "total": 6 }, "conditions": { "kind": null, "any": [1] }, "tags": [] }));
        assert_eq!(merge_patch(&current, &current), json!({}));
    }

    #[test]
    fn differences_are_told_to_the_member() {
        let current = json!({ "limits": { "total": 5 }, "benefits": [{ "percent": 10 }], "metadata": {} });
        let wanted =
            json!({ "limits": { "total": 6 }, "benefits": [{ "percent": 12.5 }], "metadata": { "team": "a" } });
        let told = lines(&current, &wanted);
        assert_eq!(told, ["/benefits/0/percent: 10 -> 12.5", "/limits/total: 5 -> 6", "/metadata/team: null -> \"a\""]);
    }
}
