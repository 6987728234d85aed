//! The form of a vector: where they are, how one is turned round, how an answer is compared with what it expects. The
//! tests and the table of `docs/COMPATIBILITY.md` (`examples/compatibility.rs`) read them with the same code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;
use tessera_engine::{DecodeError, UnsavedRequest, from_json};

/// Every vector of this folder of `fixtures`, in the order of the files.
#[expect(clippy::disallowed_methods, reason = "the vectors are files")]
pub(crate) fn vectors(folder: &str) -> Vec<Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let vectors: Vec<Value> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        all.extend(vectors);
    }
    let ids: BTreeSet<&str> = all.iter().map(|vector| vector["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), all.len(), "ids are unique");
    all
}

/// Reads the request of a vector.
pub(crate) fn read(request: &Value) -> Result<UnsavedRequest, DecodeError> {
    from_json(request.to_string().as_bytes())
}

/// The same request with lines, coupons and codes the other way round; `None` where that means another thing.
pub(crate) fn turn(request: &Value) -> Option<Value> {
    let lines = request["cart"]["line_items"].as_array().unwrap();
    let codes = request["discounts"]["codes"].as_array().cloned().unwrap_or_default();
    let canonical: BTreeSet<String> =
        codes.iter().map(|code| tessera_engine::code::canonical(code.as_str().unwrap())).collect();
    if lines.iter().any(|line| line["id"].is_null()) || canonical.len() < codes.len() {
        return None;
    }
    let mut turned = request.clone();
    turned["cart"]["line_items"].as_array_mut().unwrap().reverse();
    turned["coupons"].as_array_mut().unwrap().reverse();
    if !codes.is_empty() {
        turned["discounts"]["codes"].as_array_mut().unwrap().reverse();
    }
    Some(turned)
}

/// Members of `expect` in which this answer differs, in words.
pub(crate) fn differences(vector: &Value, quote: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    for (member, expected) in vector["expect"].as_object().unwrap() {
        let (actual, expected) = compare(member, expected, quote);
        if actual != expected {
            differences.push(format!("{member} is {actual}, expected {expected}"));
        }
    }
    differences
}

/// What the answer holds for a member of `expect`, beside what it should.
fn compare(member: &str, expected: &Value, quote: &Value) -> (Value, Value) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match member {
        "line_discounts" => {
            let named = expected.as_object().unwrap();
            let actual: BTreeMap<String, i64> = quote["line_items"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|line| named.contains_key(line["id"].as_str().unwrap()))
                .map(|line| {
                    let sum = line["discount"].as_i64().unwrap() + line["setup_fee_discount"].as_i64().unwrap();
                    (text(&line["id"]), sum)
                })
                .collect();
            (serde_json::to_value(actual).unwrap(), expected.clone())
        }
        "shipping_discount" => (quote["shipping"]["discount"].as_i64().unwrap_or(0).into(), expected.clone()),
        "total_discount" => (quote["totals"]["savings"].clone(), expected.clone()),
        "totals" => {
            let named = expected.as_object().unwrap().keys().map(|name| (name.clone(), quote["totals"][name].clone()));
            (Value::Object(named.collect()), expected.clone())
        }
        "applied" => {
            let ids = |list: &Value, of: fn(&Value) -> &Value| {
                let ids: BTreeSet<String> =
                    list.as_array().unwrap().iter().map(|entry| of(entry).as_str().unwrap().to_owned()).collect();
                serde_json::to_value(ids).unwrap()
            };
            (ids(&quote["discounts"]["applied"], |entry| &entry["coupon_id"]), ids(expected, |entry| entry))
        }
        "rejected" => {
            let named = expected.as_object().unwrap();
            let actual = quote["discounts"]["rejected"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|entry| named.contains_key(&text(&entry["code"])))
                .map(|entry| (text(&entry["code"]), entry["reason"].clone()));
            (Value::Object(actual.collect()), expected.clone())
        }
        "rejected_claims" => {
            let claims = quote["discounts"]["rejected"].as_array().unwrap().iter();
            let claims = claims.filter(|entry| !entry["claim_id"].is_null());
            let actual = claims.map(|entry| (text(&entry["claim_id"]), entry["reason"].clone()));
            (Value::Object(actual.collect()), expected.clone())
        }
        "balances" => {
            let uses = quote["totals"]["balances"].as_array().unwrap().iter();
            let uses = uses.map(|used| serde_json::json!([used["code"], used["amount"], used["remaining"]]));
            (uses.collect(), expected.clone())
        }
        "gifts" => {
            let gifts = quote["gifts"].as_array().unwrap().iter();
            let gifts = gifts.map(|gift| {
                serde_json::json!({
                    "product_id": gift["product_id"], "quantity": gift["quantity"],
                })
            });
            (gifts.collect(), expected.clone())
        }
        unknown => panic!("`expect` holds `{unknown}`, which nobody compares"),
    }
}
