//! Segments over HTTP.

use serde_json::{Value, json};

use crate::face::Face;
use crate::operations::{cart, coupon};

async fn make(face: &Face, body: Value) -> String {
    let made = face.post("/v1/segments", &body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_segment_is_made_read_changed_and_deleted() {
    let face = Face::new().await;
    let conditions = json!({ "kind": "orders_count", "min": 2 });
    let body = json!({ "key": "regulars", "name": "Regulars", "kind": "dynamic", "conditions": conditions });
    let id = make(&face, body.clone()).await;
    let path = format!("/v1/segments/{id}");
    let read = face.get(&path).await.json();
    assert_eq!(
        (&read["key"], &read["kind"], &read["conditions"]["min"]),
        (&json!("regulars"), &json!("dynamic"), &json!(2))
    );
    face.post("/v1/segments", &body).await.is_problem(409, "segment_key_taken");
    let patch = async |body: Value| face.call("PATCH", &path).json(&body).send().await;
    assert_eq!(patch(json!({ "name": "Often", "conditions": { "min": 3 } })).await.json()["conditions"]["min"], 3);
    let fixed = patch(json!({ "key": "other", "kind": "static" })).await;
    fixed.is_problem(422, "invalid_body");
    assert_eq!(fixed.faults().len(), 2);
    let cleared = patch(json!({ "conditions": null })).await;
    assert_eq!(cleared.faults(), [("/conditions".to_owned(), "required".to_owned())]);
    assert_eq!(face.get("/v1/segments").await.json()["data"].as_array().unwrap().len(), 1);
    assert_eq!(face.call("DELETE", &path).send().await.json(), json!({ "id": id, "deleted": true }));
    face.get(&path).await.is_problem(404, "not_found");
    face.get(&format!("{path}/count")).await.is_problem(404, "not_found");
}

#[tokio::test]
async fn members_are_changed_in_bulk_and_by_one() {
    let face = Face::new().await;
    let id = make(&face, json!({ "key": "vip", "name": "VIP", "kind": "static" })).await;
    let path = format!("/v1/segments/{id}/members");
    let bulk = async |method: &str, ids: Value| {
        face.call(method, &path).json(&json!({ "customer_ids": ids })).send().await.json()["changed"].clone()
    };
    assert_eq!(bulk("PUT", json!(["ana", "ben", "cyd"])).await, 3);
    assert_eq!(bulk("PUT", json!(["ana", "dan"])).await, 1);
    assert_eq!(bulk("DELETE", json!(["ben", "eve"])).await, 1);
    let one = async |method: &str, id: &str| {
        face.call(method, &format!("{path}/{id}")).send().await.json()["changed"].clone()
    };
    assert_eq!((one("PUT", "eve").await, one("DELETE", "cyd").await), (json!(1), json!(1)));
    let page = face.get(&format!("{path}?limit=2")).await.json();
    let ids = |page: &Value| {
        let data = page["data"].as_array().unwrap();
        data.iter().map(|one| one["customer_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&page), ["ana", "dan"]);
    let rest = face.get(&format!("{path}?cursor={}", page["next_cursor"].as_str().unwrap())).await.json();
    assert_eq!((ids(&rest), &rest["next_cursor"]), (vec!["eve".to_owned()], &Value::Null));
    assert_eq!(face.get(&format!("/v1/segments/{id}/count")).await.json()["count"], 3);
    let many: Vec<String> = (0..1_001).map(|number| format!("c{number}")).collect();
    let got = face.call("PUT", &path).json(&json!({ "customer_ids": many })).send().await;
    assert_eq!(got.faults(), [("/customer_ids".to_owned(), "too_many".to_owned())]);
    let dynamic = json!({ "name": "New", "kind": "dynamic", "conditions": { "kind": "first_order" } });
    let dynamic = make(&face, dynamic).await;
    let got = face.call("PUT", &format!("/v1/segments/{dynamic}/members/ana")).send().await;
    got.is_problem(409, "segment_is_dynamic");
}

#[tokio::test]
async fn a_segment_that_a_coupon_or_another_names_is_kept() {
    let face = Face::new().await;
    let id = make(&face, json!({ "key": "vip", "name": "VIP", "kind": "static" })).await;
    let conditions = json!({ "kind": "customer_in", "segments": ["vip"] });
    let mut body = coupon("VIP20");
    body["conditions"] = conditions.clone();
    let coupon = face.post("/v1/coupons", &body).await.json()["id"].clone();
    let on_top = json!({ "key": "top", "name": "Top", "kind": "dynamic", "conditions": conditions });
    let on_top = make(&face, on_top).await;
    let path = format!("/v1/segments/{id}");
    let problem = face.call("DELETE", &path).send().await.is_problem(409, "segment_in_use");
    assert_eq!((&problem["coupons"], &problem["segments"]), (&json!([coupon]), &json!([on_top])));
    let ring =
        json!({ "name": "Ring", "kind": "dynamic", "conditions": { "kind": "customer_in", "segments": ["top"] } });
    let ring = face.post("/v1/segments", &ring).await;
    assert_eq!(ring.faults(), [("/conditions".to_owned(), "invalid_value".to_owned())]);
    assert_eq!(face.call("DELETE", &format!("/v1/segments/{on_top}")).send().await.status, 200);
    let archive = format!("/v1/coupons/{}/archive", coupon.as_str().unwrap());
    assert_eq!(face.post(&archive, &json!({})).await.status, 200);
    assert_eq!(face.call("DELETE", &path).send().await.status, 200);
}

#[tokio::test]
async fn r160_a_browser_cannot_say_that_it_is_a_member() {
    let face = Face::new().await;
    let id = make(&face, json!({ "key": "vip", "name": "VIP", "kind": "static" })).await;
    assert_eq!(face.call("PUT", &format!("/v1/segments/{id}/members/ana")).send().await.status, 200);
    let mut body = coupon("VIP20");
    body["conditions"] = json!({ "kind": "customer_in", "segments": [id] });
    assert_eq!(face.post("/v1/coupons", &body).await.status, 201);
    let mut quote = json!({ "cart": cart(), "discounts": { "codes": ["VIP20"] } });
    quote["cart"]["customer"] = json!({ "id": "ana" });
    assert_eq!(face.post("/v1/quotes", &quote).await.json()["totals"]["savings"], 800);
    quote["cart"]["customer"] = json!({ "email": "ana@shop.example" });
    let key = format!("Bearer {}", face.publishable_key().await);
    let got = face.bare_call("POST", "/v1/quotes").header("authorization", &key).json(&quote).send().await;
    assert_eq!(got.json()["totals"]["savings"], 0);
}
