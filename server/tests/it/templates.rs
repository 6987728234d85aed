//! Templates, views and test baskets over HTTP.

use serde_json::json;

use crate::face::Face;
use crate::operations::cart;

#[tokio::test]
async fn the_gallery_speaks_the_language_and_currency_that_is_asked_for() {
    let face = Face::new().await;
    let page = face.get("/v1/templates?goal=new_customers&locale=fr&currency=EUR&limit=2").await.json();
    assert_eq!(
        (&page["data"][0]["id"], &page["data"][0]["terms"]["code"]),
        (&json!("tpl_welcome"), &json!("BIENVENUE10"))
    );
    let cursor = page["next_cursor"].as_str().unwrap();
    let next = face.get(&format!("/v1/templates?goal=new_customers&limit=2&cursor={cursor}")).await.json();
    assert_ne!(next["data"][0]["id"], page["data"][1]["id"]);
    let one = face.get("/v1/templates/tpl_bigger_spenders?currency=JPY").await;
    assert_eq!((one.header("etag"), &one.json()["terms"]["conditions"]["min"]), ("\"v1\"", &json!({ "JPY": 75 })));
    face.get("/v1/templates?goal=money").await.is_problem(400, "invalid_query");
    face.get("/v1/templates?currency=moon").await.is_problem(400, "invalid_query");
    face.get("/v1/templates?cursor=tpl_none").await.is_problem(400, "invalid_cursor");
    face.get("/v1/templates/tpl_none").await.is_problem(404, "not_found");
}

#[tokio::test]
async fn what_is_locked_is_told_with_its_pointers() {
    let face = Face::new().await;
    let terms = json!({ "name": "Fair", "benefits": [{ "kind": "percent_off", "percent": 10 }], "limits": { "per_customer": 1 } });
    let body = json!({ "name": "Fair", "terms": terms, "locked": ["/limits/per_customer"] });
    let made = face.post("/v1/templates", &body).await;
    assert_eq!((made.status.as_u16(), made.header("etag")), (201, "\"v1\""), "{}", made.text());
    let path = format!("/v1/templates/{}", made.json()["id"].as_str().unwrap());
    let used = face.post(&format!("{path}/use"), &json!({ "patch": { "code": "FAIR" } })).await;
    let coupon = used.header("location").to_owned();
    assert_eq!(used.json()["template_id"], made.json()["id"]);
    let refused = face.call("PATCH", &coupon).json(&json!({ "limits": { "per_customer": 9 } })).send().await;
    refused.is_problem(409, "field_locked");
    assert_eq!(refused.json()["locked"], json!(["/limits/per_customer"]));
    let patch = json!({ "patch": { "benefits": [{ "kind": "moon" }] } });
    let bad = face.post(&format!("{path}/use"), &patch).await;
    assert_eq!(bad.json()["errors"][0]["pointer"], "/patch/benefits/0/kind", "{}", bad.text());
    face.post(&format!("{path}/use"), &json!({ "patch": 7 })).await.is_problem(422, "invalid_body");
    let late = face.call("PATCH", &path).header("if-match", "\"v7\"").json(&json!({ "days": 3 })).send().await;
    late.is_problem(412, "version_conflict");
    face.call("PATCH", "/v1/templates/tpl_welcome")
        .json(&json!({ "days": 3 }))
        .send()
        .await
        .is_problem(409, "template_built_in");
    assert_eq!(face.call("DELETE", &path).send().await.status, 200);
    let free = face.call("PATCH", &coupon).json(&json!({ "limits": { "per_customer": 9 } })).send().await;
    assert_eq!(free.status, 200, "{}", free.text());
}

#[tokio::test]
async fn a_basket_is_kept_and_priced() {
    let face = Face::new().await;
    let coupon = face.create_coupon("SUMMER20").await;
    let body =
        json!({ "name": "Usual", "cart": cart(), "discounts": { "codes": ["SUMMER20"] }, "note": "As last year" });
    let made = face.post("/v1/baskets", &body).await;
    let path = format!("/v1/baskets/{}", made.json()["id"].as_str().unwrap());
    let priced = face.call("POST", &format!("{path}/quote")).send().await;
    assert_eq!(priced.json()["discounts"]["applied"][0]["coupon_id"], json!(coupon), "{}", priced.text());
    face.post("/v1/baskets", &json!({ "name": "Bad", "cart": {} })).await.is_problem(422, "invalid_body");
    assert_eq!(face.get("/v1/baskets").await.json()["data"][0]["cart"], cart());
    assert_eq!(face.call("DELETE", &path).send().await.status, 200);
    face.get(&path).await.is_problem(404, "not_found");
}

#[tokio::test]
async fn views_are_listed_by_their_list() {
    let face = Face::new().await;
    for list in ["coupons", "customers"] {
        let made = face.post("/v1/views", &json!({ "name": "All", "list": list, "shared": true })).await;
        assert_eq!(made.status, 201, "{}", made.text());
    }
    let found = face.get("/v1/views?list=customers").await.json();
    assert_eq!((found["data"].as_array().unwrap().len(), &found["data"][0]["list"]), (1, &json!("customers")));
    face.get("/v1/views?list=orders").await.is_problem(400, "invalid_query");
    face.post("/v1/views", &json!({ "name": "All", "list": "orders" })).await.is_problem(422, "invalid_body");
}
