//! Every good answer is as the description says: no member that is not described, none missing that is required.

use serde_json::{Value, json};

use crate::face::Face;
use crate::operations;

#[tokio::test]
async fn every_good_answer_is_as_described() {
    let face = Face::new().await;
    let description = serde_json::to_value(tessera_server::openapi()).unwrap();
    face.create_coupon("SUMMER20").await;
    let automatic = json!({
        "name": "From 100", "status": "enabled", "activation": "automatic",
        "benefits": [{ "kind": "amount_off", "amount": { "USD": 1000 }, "per": "order" }],
        "conditions": { "kind": "order_amount", "min": { "USD": 6000 } }
    });
    assert_eq!(face.post("/v1/coupons", &automatic).await.status, 201);
    let order = json!({ "order_id": "first", "cart": operations::cart(), "discounts": { "codes": ["SUMMER20"] } });
    assert_eq!(
        face.call("POST", "/v1/redemptions").header("idempotency-key", "first").json(&order).send().await.status,
        201
    );
    for operation in operations::all() {
        let call =
            operation.good_call(&face, &operation.id).await.header("authorization", &format!("Bearer {}", face.key));
        let got = call.header("idempotency-key", &operation.id).send().await;
        assert!(got.status.is_success(), "{}: {}", operation.id, got.text());
        if got.header("content-type") != "application/json" || operation.id == "read_openapi" {
            continue;
        }
        let responses = &description["paths"][&operation.path][operation.method.to_lowercase()]["responses"];
        let schema = &responses[got.status.as_str()]["content"]["application/json"]["schema"];
        let mut faults = Vec::new();
        check(&description, schema, &got.json(), &operation.id, &mut faults);
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

/// As much of JSON Schema as answers need. Closed on purpose: a member that is not described is a fault.
fn check(description: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = description.pointer(&reference[1..]).unwrap_or_else(|| panic!("{reference}"));
        return check(description, target, value, at, faults);
    }
    if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let mut least: Option<Vec<String>> = None;
        for choice in choices {
            let mut these = Vec::new();
            check(description, choice, value, at, &mut these);
            if least.as_ref().is_none_or(|least| these.len() < least.len()) {
                least = Some(these);
            }
        }
        return faults.extend(least.unwrap_or_default());
    }
    if !fits_type(&schema["type"], value) {
        return faults.push(format!("{at} is {value}, not {}", schema["type"]));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        faults.push(format!("{at} is {value}, not one of {words:?}"));
    }
    match value {
        Value::Object(members) => {
            for required in schema["required"].as_array().into_iter().flatten() {
                if !members.contains_key(required.as_str().unwrap()) {
                    faults.push(format!("{at} lacks {required}"));
                }
            }
            for (name, member) in members {
                let at = format!("{at}/{name}");
                match (schema["properties"].get(name), schema.get("additionalProperties")) {
                    (Some(schema), _) => check(description, schema, member, &at, faults),
                    (None, Some(schema)) if schema.is_object() => check(description, schema, member, &at, faults),
                    (None, _) if schema.get("type").is_none() => {}
                    _ => faults.push(format!("{at} is not described")),
                }
            }
        }
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                check(description, &schema["items"], entry, &format!("{at}/{index}"), faults);
            }
        }
        _ => {}
    }
}

fn fits_type(expected: &Value, value: &Value) -> bool {
    let fits = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    match expected {
        Value::Null => true,
        Value::String(name) => fits(name),
        Value::Array(names) => names.iter().any(|name| fits(name.as_str().unwrap())),
        _ => false,
    }
}
