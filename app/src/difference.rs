//! What an edit changed: for who was not the first.

use serde_json::{Map, Value};

/// The members that differ between two documents, each with its value in the current one.
pub(crate) fn difference(known: &str, current: &str) -> Map<String, Value> {
    let read = |document: &str| serde_json::from_str::<Map<String, Value>>(document).unwrap_or_default();
    let known = read(known);
    read(current).into_iter().filter(|(name, value)| known.get(name) != Some(value)).collect()
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
}
