//! A coupon's uses, its figures, cancelling a use, and attempts that failed.

use serde_json::{Value, json};
use tessera_app::users::Role;

use super::Browser;
use crate::face::Face;

/// A coupon of 20% off, with more.
async fn make(face: &Face, code: &str, more: Value) -> String {
    let mut body = json!({
        "name": format!("Coupon {code}"), "code": code, "status": "enabled",
        "benefits": [{ "kind": "percent_off", "percent": 20 }],
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let got = face.post("/v1/coupons", &body).await;
    assert_eq!(got.status, 201, "{}", got.text());
    got.json()["id"].as_str().unwrap().to_owned()
}

fn cart(customer: &str, price: i64) -> Value {
    json!({
        "currency": "EUR", "line_items": [{ "product_id": "shirt", "quantity": 1, "unit_price": price }],
        "customer": { "id": customer }, "context": { "channel": "web", "device": "mobile" },
    })
}

async fn order(face: &Face, id: &str, customer: &str, code: &str, price: i64) {
    let body = json!({ "order_id": id, "cart": cart(customer, price), "discounts": { "codes": [code] } });
    let got = face.call("POST", "/v1/redemptions").header("idempotency-key", id).json(&body).send().await;
    assert_eq!(got.status, 201, "{}", got.text());
}

async fn usage_of(face: &Face, order: &str) -> String {
    let found = face.get(&format!("/v1/redemptions?order_id={order}")).await.json();
    found["data"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn r234_r298_uses_are_listed_with_who_what_when_and_where() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = make(&face, "SPRING", json!({ "limits": { "total": 100, "budget": { "EUR": 50_000 } } })).await;
    let path = format!("/admin/coupons/{id}/usages");
    let none = owner.page(&path).await;
    assert!(none.contains("Nobody has used this coupon yet") && none.contains(&format!("{id}/share\"")), "{none}");
    order(&face, "o-1", "ana", "SPRING", 10_000).await;
    order(&face, "o-2", "ben & co", "SPRING", 5_000).await;
    let page = owner.page(&path).await;
    for words in ["o-1", "o-2", "ana", "€20.00", "€10.00", ">SPRING</code>", "web, mobile", "Used", "ben &#38; co"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.find("o-2") < page.find("o-1"), "the newest first");
    let by_ana = owner.page(&format!("{path}?customer=ana")).await;
    assert!(by_ana.contains(">o-1</a>") && !by_ana.contains(">o-2</a>"));
    let quoted = owner.page(&format!("{path}?customer=ben%20%26%20co&order=o-2")).await;
    assert!(quoted.contains(">o-2</a>") && !quoted.contains(">o-1</a>"));
    let past = owner.page(&format!("{path}?to=2020-01-01&state=committed")).await;
    assert!(past.contains("No use fits") && past.contains("value=\"2020-01-01\""), "{past}");
    let show = owner.page(&format!("/admin/coupons/{id}")).await;
    for words in ["€30.00", "€120.00", "€60.00", "Budget: €30.00 of €500.00", ">98<"] {
        assert!(show.contains(words), "{words}: {show}");
    }
}

#[tokio::test]
async fn r236_many_uses_are_paged_and_exported_whole() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = make(&face, "SPRING", json!({})).await;
    for number in 0..27 {
        order(&face, &format!("o-{number:02}"), "=1+1", "SPRING", 1_000).await;
    }
    let path = format!("/admin/coupons/{id}/usages");
    let first = owner.page(&path).await;
    assert!(first.contains(">o-26</a>") && first.contains(">o-02</a>") && !first.contains(">o-01</a>"));
    let next = first.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap().split('"').next().unwrap();
    let second = owner.page(&next.replace("&#38;", "&")).await;
    assert!(second.contains(">o-01</a>") && second.contains("First page"), "{second}");
    let got = owner.get(&format!("{path}/export?customer=%3D1%2B1")).await;
    assert_eq!(got.header("content-disposition"), "attachment; filename=\"usages.csv\"");
    let table = got.text();
    assert_eq!(table.lines().count(), 28, "{table}");
    assert!(
        table.lines().nth(1).unwrap().contains(",'=1+1,o-26,200,EUR,SPRING,discount,committed,web,mobile,"),
        "{table}"
    );
}

#[tokio::test]
async fn r235_a_use_is_cancelled_once_it_is_said_what_changes() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = make(&face, "SPRING", json!({ "limits": { "total": 5 } })).await;
    order(&face, "o-1", "ana", "SPRING", 10_000).await;
    let usage = usage_of(&face, "o-1").await;
    let path = format!("/admin/coupons/{id}/usages/{usage}/cancel");
    let asked = owner.page(&path).await;
    for words in
        ["1 of 5 become 0 of 5", "It frees 1 use for ana.", "Order o-1 keeps its price and its discount of €20.00."]
    {
        assert!(asked.contains(words), "{words}: {asked}");
    }
    let unsaid = owner.submit(&path, &[("reason", " ")]).await;
    assert!(unsaid.status == 422 && unsaid.text().contains("Say why"));
    assert_eq!(face.get(&format!("/v1/coupons/{id}")).await.json()["uses"], 1);
    let page = owner.done(&path, &[("reason", "a mistake")]).await;
    assert!(
        page.contains("The use is cancelled.") && page.contains("class=\"struck\"") && page.contains(">o-1</a>"),
        "{page}"
    );
    assert_eq!(face.get(&format!("/v1/coupons/{id}")).await.json()["uses"], 0);
    let audit = face.get("/v1/audit?limit=200").await.json();
    assert!(audit["data"].as_array().unwrap().iter().any(|entry| entry["reason"] == "a mistake"), "{audit}");
    let again = owner.page(&path).await;
    assert!(again.contains("This use is cancelled") && !again.contains("name=\"reason\""), "{again}");
    let other = make(&face, "OTHER", json!({})).await;
    assert_eq!(owner.get(&format!("/admin/coupons/{other}/usages/{usage}/cancel")).await.status, 404);
}

#[tokio::test]
async fn who_may_not_see_uses_sees_no_tab() {
    let face = Face::new().await;
    Browser::owner(&face).await;
    let id = make(&face, "SPRING", json!({})).await;
    let mut reader = Browser::member(&face, &[Role::Edit]).await;
    assert!(!reader.page(&format!("/admin/coupons/{id}")).await.contains("/usages\""));
    for part in ["usages", "usages/export", "usages/rdm_1/cancel"] {
        assert_eq!(reader.get(&format!("/admin/coupons/{id}/{part}")).await.status, 403, "{part}");
    }
}

#[tokio::test]
async fn failed_attempts_are_ranked_with_what_would_help() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let minimum = json!({ "conditions": { "kind": "order_amount", "min": { "EUR": 10_000 } } });
    let id = make(&face, "SPRING", minimum).await;
    let path = format!("/admin/coupons/{id}/attempts");
    assert!(owner.page(&path).await.contains("No attempt failed"));
    let quote = |customer: &'static str, price: i64| {
        let body = json!({ "cart": cart(customer, price), "discounts": { "codes": ["SPRING"] } });
        let face = &face;
        async move { assert_eq!(face.post("/v1/quotes", &body).await.status, 200) }
    };
    for customer in ["ana", "ben", "ana", "eve"] {
        quote(customer, 500).await;
    }
    quote("zoe", 20_000).await;
    face.call("POST", &format!("/v1/coupons/{id}/pause")).send().await;
    quote("ana", 20_000).await;
    let page = owner.page(&path).await;
    for words in
        ["4 attempts failed.", "75%", "25%", "Name the minimum beside the code", "It is paused while people have it"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.find("75%") < page.find("25%"));
    assert!(owner.page(&format!("{path}?days=7")).await.contains("4 attempts failed."));
    owner.language = "fr";
    assert!(owner.page(&path).await.contains("4 essais ont échoué."));
}

#[tokio::test]
async fn r312_what_is_over_is_looked_back_at() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = make(&face, "SPRING", json!({ "limits": { "total": 1 } })).await;
    order(&face, "o-1", "ana", "SPRING", 10_000).await;
    let page = owner.page(&format!("/admin/coupons/{id}")).await;
    for words in ["Looking back", "It gave €20.00 on 1 orders worth €80.00.", "All 1 uses were taken", "Run again"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let suggestions = page.split("Next time:").nth(1).unwrap().split("</ol>").next().unwrap();
    assert_eq!(suggestions.matches("<li>").count(), 3, "{suggestions}");
}
