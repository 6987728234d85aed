//! Which lines are meant, as a part of the form: lists of what is in, beside them lists of what is out.

use serde_json::{Map, Value, json};

use super::field::{Choice, Of, Words, Writing, entries, texts};
use super::typed::Typed;

/// A list of a selection: its name, its words, what its entries are.
pub(in crate::admin::coupons) const LISTS: [(&str, Words, Of); 5] = [
    ("products", |t| t.target_products, Of::Products),
    ("categories", |t| t.target_categories, Of::Categories),
    ("brands", |t| t.target_brands, Of::Words),
    ("tags", |t| t.target_tags, Of::Words),
    ("groups", |t| t.target_groups, Of::Words),
];

/// Lines that match only when they are named.
pub(in crate::admin::coupons) const INCLUDE: &[Choice] = &[
    ("gift_cards", |t| t.target_gift_cards),
    ("out_of_stock", |t| t.target_out_of_stock),
    ("not_discountable", |t| t.target_not_discountable),
];

/// The selection that is typed; a fault where an attribute is none.
pub(super) fn write(name: &str, w: &mut Writing<'_>) -> Option<Value> {
    let mut selector = lists(&format!("{name}."), w);
    let mut attributes = Map::new();
    for line in w.typed.get(&format!("{name}.attributes")).lines().map(str::trim).filter(|line| !line.is_empty()) {
        match read_attribute(line) {
            Some((attribute, value)) => attributes.insert(attribute, value),
            None => {
                w.faults.add(format!("{name}.attributes"), w.t.fault_attribute);
                return None;
            }
        };
    }
    if !attributes.is_empty() {
        selector.insert("attributes".to_owned(), Value::Object(attributes));
    }
    let include: Vec<&String> = w.typed.all(&format!("{name}.include")).iter().filter(|one| !one.is_empty()).collect();
    if !include.is_empty() {
        selector.insert("include".to_owned(), json!(include));
    }
    let exclude = lists(&format!("{name}.not."), w);
    if !exclude.is_empty() {
        selector.insert("exclude".to_owned(), Value::Object(exclude));
    }
    if w.typed.get(&format!("{name}.no_sale")) == "yes" {
        selector.insert("exclude_sale_items".to_owned(), json!(true));
    }
    Some(Value::Object(selector))
}

fn lists(prefix: &str, w: &Writing<'_>) -> Map<String, Value> {
    let lists = LISTS.iter().map(|(list, ..)| (*list, entries(w.typed.all(&format!("{prefix}{list}")))));
    lists.filter(|(_, list)| !list.is_empty()).map(|(name, list)| (name.to_owned(), json!(list))).collect()
}

/// Shows a selection. What has no field here is not shown; whoever calls sees that it does not come back.
pub(super) fn read(name: &str, selector: &Value, typed: &mut Typed) {
    for (list, ..) in LISTS {
        typed.set(format!("{name}.{list}"), texts(&selector[list]).join("\n"));
        typed.set(format!("{name}.not.{list}"), texts(&selector["exclude"][list]).join("\n"));
    }
    let attributes = selector["attributes"].as_object().into_iter().flatten();
    let attributes: Vec<String> = attributes.map(|(attribute, value)| written_attribute(attribute, value)).collect();
    typed.set(format!("{name}.attributes"), attributes.join("\n"));
    typed.set_all(format!("{name}.include"), texts(&selector["include"]));
    typed.set(format!("{name}.no_sale"), if selector["exclude_sale_items"] == json!(true) { "yes" } else { "" });
}

/// Whether nothing is selected: every line is meant.
pub(in crate::admin::coupons) fn is_all(name: &str, typed: &Typed) -> bool {
    !typed.says_something(&format!("{name}."))
}

/// `size = M`, `ram = 8`, `eco = true`, `sites = 1..9`, `cpu = 2..`.
fn read_attribute(line: &str) -> Option<(String, Value)> {
    let (name, value) = line.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() || value.is_empty() {
        return None;
    }
    let value = match value.split_once("..") {
        Some((least, most)) => {
            let bound = |text: &str| {
                if text.trim().is_empty() { Some(None) } else { text.trim().parse::<i64>().ok().map(Some) }
            };
            let mut range = Map::new();
            let bounds = [("min", bound(least)?), ("max", bound(most)?)];
            range.extend(bounds.into_iter().filter_map(|(name, bound)| Some((name.to_owned(), json!(bound?)))));
            if range.is_empty() {
                return None;
            }
            Value::Object(range)
        }
        None => match (value, value.parse::<i64>()) {
            ("true", _) => json!(true),
            ("false", _) => json!(false),
            (_, Ok(number)) => json!(number),
            _ => json!(value.trim_matches('"')),
        },
    };
    Some((name.to_owned(), value))
}

fn written_attribute(name: &str, value: &Value) -> String {
    let bound = |name: &str| value[name].as_i64().map(|bound| bound.to_string()).unwrap_or_default();
    match value {
        Value::Object(_) => {
            format!("{name} = {}..{}", bound("min"), bound("max"))
        }
        Value::String(text) if text.parse::<i64>().is_ok() || matches!(text.as_str(), "true" | "false") => {
            format!("{name} = \"{text}\"")
        }
        Value::String(text) => format!("{name} = {text}"),
        other => format!("{name} = {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::fields::Faults;
    use crate::admin::texts::EN;

    fn again(selector: &Value) -> Value {
        let mut typed = Typed::default();
        read("target", selector, &mut typed);
        let mut faults = Faults::default();
        let mut w = Writing { typed: &typed, currency: "EUR", t: &EN, faults: &mut faults };
        write("target", &mut w).unwrap()
    }

    #[test]
    fn a_selection_is_shown_and_written_again() {
        let full = json!({
            "products": ["shirt", "été 1"], "categories": ["clothing"], "groups": ["g"], "brands": ["acme"], "tags": ["new"],
            "attributes": { "size": "M", "sites": { "min": 1, "max": 9 }, "vcpu": { "min": 2 }, "ram": 8, "eco": true, "no": "8" },
            "include": ["gift_cards", "not_discountable"],
            "exclude": { "products": ["shirt-x"], "tags": ["keep"] }, "exclude_sale_items": true,
        });
        assert_eq!(again(&full), full);
        assert_eq!(again(&json!({})), json!({}));
        let deep = json!({ "exclude": { "exclude": { "tags": ["keep"] } } });
        assert_ne!(again(&deep), deep, "what has no field does not come back, and is so kept as it is");
    }

    #[test]
    fn attributes_are_told_apart() {
        for (line, value) in [
            ("size = M", json!("M")),
            ("ram=8", json!(8)),
            ("ram = \"8\"", json!("8")),
            ("eco = true", json!(true)),
            ("sites = 1..9", json!({ "min": 1, "max": 9 })),
            ("sites = ..9", json!({ "max": 9 })),
        ] {
            assert_eq!(read_attribute(line).map(|(_, value)| value), Some(value), "{line}");
        }
        for line in ["size", "= M", "size =", "a = ..", "a = x..y"] {
            assert_eq!(read_attribute(line), None, "{line}");
        }
    }
}
