//! Many quotes at once.

use axum::body::Body;
use serde_json::{Value, json};

use crate::face::Face;
use crate::operations::quote;

#[tokio::test]
async fn each_body_is_read_and_priced_by_itself() {
    let face = Face::new().await;
    face.create_coupon("SUMMER20").await;
    let mut wrong = quote();
    wrong["cart"]["line_items"][1]["quantity"] = json!(0);
    wrong["nope"] = json!(1);
    let mut huge = quote();
    huge["cart"]["line_items"][0]["unit_price"] = json!(u64::MAX);
    let got = face.post("/v1/quotes/batch", &json!({ "quotes": [quote(), wrong, 7, huge, quote()] })).await;
    assert_eq!(got.status, 200, "{}", got.text());
    let data = got.json()["data"].as_array().unwrap().clone();
    let statuses: Vec<_> = data.iter().map(|entry| entry["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [200, 422, 422, 422, 200]);
    let mut alone = face.post("/v1/quotes", &quote()).await.json();
    for index in [0, 4] {
        let mut quote = data[index]["quote"].clone();
        assert_eq!(quote["as_of"], data[0]["quote"]["as_of"].clone());
        assert_eq!(quote["totals"]["savings"], 800);
        assert!(data[index].get("problem").is_none());
        (quote["as_of"], alone["as_of"]) = (Value::Null, Value::Null);
        assert_eq!(quote, alone);
    }
    let problem = &data[1]["problem"];
    assert!(data[1].get("quote").is_none());
    assert_eq!((&problem["code"], &problem["status"]), (&json!("invalid_body"), &json!(422)));
    assert_eq!(problem["request_id"].as_str(), Some(got.header("x-request-id")));
    let pointers: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!(pointers, ["/cart/line_items/1/quantity", "/nope"]);
    assert_eq!(data[2]["problem"]["errors"][0]["pointer"], "");
    assert_eq!(data[3]["problem"]["errors"][0]["code"], "amount_too_large");
}

#[tokio::test]
async fn none_is_answered_by_none_and_a_thousand_and_one_are_too_many() {
    let face = Face::new().await;
    let send = async |count: usize| {
        let entry = json!({ "cart": { "currency": "USD", "line_items": [] } });
        face.post("/v1/quotes/batch", &json!({ "quotes": vec![entry; count] })).await
    };
    assert_eq!(send(0).await.json(), json!({ "data": [] }));
    let most = send(1_000).await;
    assert_eq!(most.status, 200);
    assert_eq!(most.json()["data"].as_array().unwrap().len(), 1_000);
    let many = send(1_001).await;
    many.is_problem(422, "invalid_body");
    assert_eq!(many.faults(), [("/quotes".to_owned(), "too_many".to_owned())]);
    for (body, pointer) in [(json!({}), "/quotes"), (json!({ "quotes": {} }), "/quotes"), (json!([]), "")] {
        let got = face.post("/v1/quotes/batch", &body).await;
        got.is_problem(422, "invalid_body");
        assert_eq!(got.faults()[0].0, pointer);
    }
}

#[tokio::test]
async fn a_batch_may_have_eight_mebibytes_and_nothing_else_may() {
    let face = Face::new().await;
    let padded = |length: usize| {
        let body = json!({ "quotes": [quote()] }).to_string();
        format!("{}{body}", " ".repeat(length - body.len()))
    };
    const MIB: usize = 1024 * 1024;
    assert_eq!(face.call("POST", "/v1/quotes/batch").text(&padded(8 * MIB)).send().await.status, 200);
    let over = face.call("POST", "/v1/quotes/batch").text(&padded(8 * MIB + 1)).send().await;
    over.is_problem(413, "body_too_large");
    for path in ["/v1/quotes", "/v1/quotes/unsaved", "/v1/coupons"] {
        face.call("POST", path).text(&padded(2 * MIB)).send().await.is_problem(413, "body_too_large");
    }
    face.call("POST", "/v1/quotes/batch").body(Body::from("{}")).send().await.is_problem(415, "media_type_unsupported");
    face.call("POST", "/v1/quotes/batch").text("{\"quotes\": [").send().await.is_problem(400, "malformed_json");
}
