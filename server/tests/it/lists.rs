//! Lists, versions and the guard of edits.

use serde_json::json;

use crate::face::Face;
use crate::operations::{cart, coupon};

#[tokio::test]
async fn a_list_is_read_page_by_page() {
    let face = Face::new().await;
    for number in 0..5 {
        let put = face.call("PUT", &format!("/v1/products/p{number}")).json(&json!({ "title": "x" })).send().await;
        assert_eq!(put.status, 201);
    }
    let mut seen = Vec::new();
    let mut path = "/v1/products?limit=2".to_owned();
    loop {
        let page = face.get(&path).await.json();
        seen.extend(page["data"].as_array().unwrap().iter().map(|product| product["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/v1/products?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, ["p0", "p1", "p2", "p3", "p4"]);
}

#[tokio::test]
async fn coupons_are_filtered() {
    let face = Face::new().await;
    face.create_coupon("FIRST").await;
    let second = face.create_coupon("SECOND").await;
    face.call("POST", &format!("/v1/coupons/{second}/archive")).send().await;
    let count =
        async |query: &str| face.get(&format!("/v1/coupons{query}")).await.json()["data"].as_array().unwrap().len();
    assert_eq!(count("").await, 1);
    assert_eq!(count("?state=archived").await, 1);
    assert_eq!(count("?q=first").await, 1);
    assert_eq!(count("?q=nothing").await, 0);
    assert_eq!(count("?activation=automatic").await, 0);
    assert_eq!(count("?sort=name&state=active").await, 1);
}

#[tokio::test]
async fn an_edit_is_guarded_by_the_version() {
    let face = Face::new().await;
    let created = face.post("/v1/coupons", &coupon("EDIT")).await;
    assert_eq!(created.header("etag"), "\"v1\"");
    let id = created.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/coupons/{id}");
    assert_eq!(created.header("location"), path);
    let patch =
        |tag: &str, name: &str| face.call("PATCH", &path).header("if-match", tag).json(&json!({ "name": name })).send();
    let edited = patch("\"v1\"", "Second").await;
    assert_eq!((edited.status.as_u16(), edited.header("etag")), (200, "\"v2\""), "{}", edited.text());
    let outrun = patch("\"v1\"", "Third").await;
    assert!(outrun.is_problem(412, "version_conflict").get("changed").is_some(), "{}", outrun.text());
    let refused = patch("nonsense", "Third").await;
    let detail = refused.is_problem(400, "if_match_invalid")["detail"].clone();
    assert!(detail.as_str().is_some_and(|detail| detail.contains("`If-Match`")), "{detail}");
    assert_eq!(face.get(&path).await.header("etag"), "\"v2\"");
    let versions = face.get(&format!("{path}/versions")).await.json();
    assert_eq!(versions["data"].as_array().unwrap().len(), 2);
    assert_eq!(versions["data"][0]["version"], 2);
}

#[tokio::test]
async fn an_order_is_placed_and_listed() {
    let face = Face::new().await;
    let coupon_id = face.create_coupon("SUMMER20").await;
    let quote =
        face.post("/v1/quotes", &json!({ "cart": cart(), "discounts": { "codes": ["summer-20"] } })).await.json();
    assert_eq!((&quote["totals"]["total"], &quote["totals"]["savings"]), (&json!(4700), &json!(800)), "{quote}");
    let body =
        json!({ "order_id": "o1", "cart": cart(), "discounts": { "codes": ["summer-20"] }, "expected_total": 4700 });
    let send = |key: &str, body: &serde_json::Value| {
        face.call("POST", "/v1/redemptions").header("idempotency-key", key).json(body).send()
    };
    let placed = send("k1", &body).await;
    assert_eq!(placed.status, 201, "{}", placed.text());
    let mut other = body.clone();
    other["order_id"] = json!("o2");
    other["expected_total"] = json!(4699);
    assert!(send("k2", &other).await.is_problem(409, "total_changed")["quote"].is_object());
    other["expected_total"] = json!(null);
    other["discounts"]["codes"] = json!(["NOBODY"]);
    assert!(send("k3", &other).await.is_problem(409, "discount_not_available")["rejected"].is_array());
    let found = face.get(&format!("/v1/redemptions?coupon_id={coupon_id}&order_id=o1&state=committed")).await.json();
    assert_eq!(found["data"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found["data"][0]["amount"], 800);
}
