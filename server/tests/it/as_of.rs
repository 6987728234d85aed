//! Quotes for another instant over HTTP.

use serde_json::{Value, json};

use crate::face::Face;

fn body(as_of: &Value) -> Value {
    json!({
        "cart": { "currency": "USD", "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": 10_000 }] },
        "discounts": { "codes": ["THEN"] }, "as_of": as_of,
    })
}

#[tokio::test]
async fn a_coupon_that_was_edited_since_is_priced_as_it_was() {
    let face = Face::new().await;
    let benefits = |percent: u32| json!([{ "kind": "percent_off", "percent": percent }]);
    let coupon = json!({ "name": "then", "status": "enabled", "code": "THEN", "benefits": benefits(10) });
    let made = face.post("/v1/coupons", &coupon).await.json();
    let path = format!("/v1/coupons/{}", made["id"].as_str().unwrap());
    let edited = face.call("PATCH", &path).json(&json!({ "benefits": benefits(30) })).send().await.json();
    let automatic = json!({ "name": "auto", "status": "enabled", "activation": "automatic", "benefits": benefits(1) });
    face.post("/v1/coupons", &automatic).await;
    let quote = async |as_of: Value| face.post("/v1/quotes", &body(&as_of)).await.json();
    let then = quote(made["updated_at"].clone()).await;
    assert_eq!((&then["as_of"], &then["totals"]["savings"]), (&made["updated_at"], &json!(1_000)));
    assert_eq!(then["discounts"]["applied"][0]["version"], 1);
    let after = quote(edited["updated_at"].clone()).await;
    assert_eq!((&after["totals"]["savings"], &after["discounts"]["applied"][0]["version"]), (&json!(3_000), &json!(2)));
    let before = quote(json!("1970-01-01T00:00:00Z")).await;
    assert_eq!(before["totals"]["savings"], 0);
    assert_eq!(before["discounts"]["rejected"][0]["reason"], "discount_code_invalid");
    let now = quote(Value::Null).await;
    let later = quote(json!("2100-01-01T00:00:00+02:00")).await;
    assert_eq!(later["as_of"], "2099-12-31T22:00:00Z");
    assert_eq!(later["totals"], now["totals"]);
}

#[tokio::test]
async fn an_instant_that_is_none_is_refused_and_a_page_may_not_ask() {
    let face = Face::new().await;
    for wrong in [json!("yesterday"), json!("2026-06-03T10:00:00"), json!(1_780_000_000)] {
        let got = face.post("/v1/quotes", &body(&wrong)).await;
        got.is_problem(422, "invalid_body");
        assert_eq!(got.faults()[0].0, "/as_of", "{wrong}");
    }
    let page = format!("Bearer {}", face.publishable_key().await);
    let call = face.bare_call("POST", "/v1/quotes").header("authorization", &page);
    let mut asked = body(&json!("2026-06-03T10:00:00Z"));
    asked["explain"] = json!(true);
    let got = call.json(&asked).send().await;
    let problem = got.is_problem(403, "publishable_key");
    let told = |index: usize| (&problem["errors"][index]["pointer"], &problem["errors"][index]["code"]);
    let code = json!("not_with_publishable_key");
    assert_eq!((told(0), told(1)), ((&json!("/explain"), &code), (&json!("/as_of"), &code)));
    assert!(problem["detail"].as_str().unwrap().contains("leave it out"), "{problem}");
}
