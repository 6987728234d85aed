//! Claims and wallets over HTTP.

use serde_json::{Value, json};

use crate::face::{Face, Got};

async fn coupon(face: &Face, more: Value) -> String {
    let mut body = json!({
        "name": "Ten off", "status": "enabled", "activation": "claim", "visibility": "public",
        "benefits": [{ "kind": "amount_off", "amount": { "USD": 1_000 }, "per": "order" }],
    });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let made = face.post("/v1/coupons", &body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["id"].as_str().unwrap().to_owned()
}

async fn post(face: &Face, path: &str, key: &str, body: Value) -> Got {
    face.call("POST", path).header("idempotency-key", key).json(&body).send().await
}

#[tokio::test]
async fn a_claim_goes_from_the_list_into_the_wallet_and_the_order() {
    let face = Face::new().await;
    let id = coupon(&face, json!({ "limits": { "claims_total": 2, "claims_per_customer": 1 } })).await;
    let offered = face.call("GET", "/v1/claimable?customer_id=ana&locale=fr").send().await.json();
    assert_eq!((&offered["data"][0]["coupon_id"], &offered["data"][0]["left"]), (&json!(id), &json!(2)));
    let path = format!("/v1/coupons/{id}/claims");
    let body = json!({ "customer_id": "ana", "context": { "locale": "fr" } });
    let made = post(&face, &path, "k1", body.clone()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let claim = made.json();
    assert_eq!((&claim["state"], &claim["coupon"]["title"]), (&json!("available"), &json!("Ten off")));
    // Tapped twice it is the same claim; asked anew there is none left for her, and then none for anybody.
    assert_eq!(post(&face, &path, "k1", body.clone()).await.json()["id"], claim["id"]);
    post(&face, &path, "k2", body).await.is_problem(409, "claim_limit_reached");
    assert_eq!(post(&face, &path, "k3", json!({ "customer_id": "ben" })).await.status, 201);
    post(&face, &path, "k4", json!({ "customer_id": "cyd" })).await.is_problem(409, "claims_exhausted");
    let shown = face.call("GET", &format!("/v1/coupons/{id}")).send().await.json();
    assert_eq!(shown["claims"], json!({ "issued": 2, "left": 0 }));

    let wallet = face.call("GET", "/v1/customers/ana/wallet?tab=available").send().await.json();
    assert_eq!(wallet["counts"], json!({ "available": 1, "used": 0, "expired": 0 }));
    let cart = json!({ "currency": "USD", "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": 4_000 }] });
    let best = face.post("/v1/customers/ana/wallet/best", &json!({ "cart": cart })).await.json();
    let first = &best["usable"][0];
    assert_eq!(
        (&first["claim"]["id"], &first["saving"], &first["total"]),
        (&claim["id"], &json!(1_000), &json!(3_000))
    );

    let mut order = json!({ "order_id": "o1", "cart": cart, "discounts": { "claims": [claim["id"]] } });
    order["cart"]["customer"] = json!({ "id": "ana" });
    let placed = post(&face, "/v1/redemptions", "k5", order).await;
    assert_eq!(placed.status, 201, "{}", placed.text());
    assert_eq!(placed.json()["redemptions"][0]["claim_id"], claim["id"]);
    let path = format!("/v1/claims/{}", claim["id"].as_str().unwrap());
    let now = face.call("GET", &path).send().await.json();
    assert_eq!((&now["state"], &now["order_id"]), (&json!("used"), &json!("o1")));
    post(&face, &format!("{path}/revoke"), "k6", json!({ "reason": "x" })).await.is_problem(409, "claim_used");
    let used = face.call("GET", &format!("/v1/coupons/{id}/claims?state=used")).send().await.json();
    assert_eq!(used["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_code_is_claimed_once_and_a_wrong_one_is_not_known() {
    let face = Face::new().await;
    coupon(&face, json!({ "code": "GIFT-1" })).await;
    let claim = |key: &'static str, code: &'static str| {
        post(&face, "/v1/claims", key, json!({ "code": code, "customer_id": "ana" }))
    };
    assert_eq!(claim("k1", "gift 1").await.status, 201);
    assert!(claim("k2", "GIFT-1").await.is_problem(409, "already_claimed")["claim_id"].is_string());
    claim("k3", "GIFT-2").await.is_problem(404, "code_unknown");
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_named_all_at_once() {
    let face = Face::new().await;
    let id = coupon(&face, json!({})).await;
    let path = format!("/v1/coupons/{id}/claims");
    face.post(&path, &json!({ "customer_id": "ana" })).await.is_problem(400, "idempotency_key_missing");
    face.post("/v1/claims", &json!({})).await.is_problem(400, "idempotency_key_missing");
    let bad = json!({ "ends_at": "tomorrow", "reason": "", "balance": 100_000 });
    let problem = post(&face, &path, "k1", bad).await.is_problem(422, "invalid_body");
    let pointers: Vec<_> =
        problem["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["/customer_id", "/reason", "/ends_at", "/balance"]);
    post(&face, &path, "k2", json!({ "customer_id": "ana", "reason": "" })).await.is_problem(422, "invalid_body");
    face.call("GET", "/v1/customers/ana/wallet?tab=all").send().await.is_problem(400, "invalid_query");
    face.call("GET", &format!("{path}?state=gone")).send().await.is_problem(400, "invalid_query");
    face.call("GET", "/v1/claims/clm_none").send().await.is_problem(404, "not_found");
    face.call("GET", "/v1/coupons/cpn_none/claims").send().await.is_problem(404, "not_found");
    post(&face, "/v1/coupons/cpn_none/claims", "k3", json!({ "customer_id": "ana" }))
        .await
        .is_problem(404, "not_found");
}

#[tokio::test]
async fn who_is_not_eligible_is_told_why_in_their_language() {
    let face = Face::new().await;
    let id = coupon(&face, json!({ "status": "paused" })).await;
    let body = json!({ "customer_id": "ana", "context": { "locale": "fr" } });
    let problem = post(&face, &format!("/v1/coupons/{id}/claims"), "k1", body).await.is_problem(409, "not_eligible");
    assert_eq!(problem["reasons"][0]["reason"], "discount_code_paused");
    assert_eq!(problem["detail"], problem["reasons"][0]["message"]);
}

#[tokio::test]
async fn an_edit_says_what_it_means_for_claims() {
    let face = Face::new().await;
    let id = coupon(&face, json!({})).await;
    let path = format!("/v1/coupons/{id}");
    let patch = |body: Value| face.call("PATCH", &path).json(&body).send();
    patch(json!({ "name": "x", "apply_to_claims": "none" })).await.is_problem(422, "invalid_body");
    assert_eq!(patch(json!({ "name": "x", "apply_to_claims": "better" })).await.status, 200);
    let versions = face.call("GET", &format!("{path}/versions")).send().await.json();
    let rules: Vec<_> = versions["data"].as_array().unwrap().iter().map(|one| &one["apply_to_claims"]).collect();
    assert_eq!(rules, [&json!("better"), &json!("keep")]);
}

#[tokio::test]
async fn a_browser_lists_what_is_for_everybody_and_learns_of_nobody() {
    let face = Face::new().await;
    let bearer = format!("Bearer {}", face.publishable_key().await);
    for (name, conditions) in [
        ("Everybody", json!({ "kind": "order_amount", "min": { "USD": 5000 } })),
        ("Staff", json!({ "kind": "customer_is", "ids": ["ana@shop.example"] })),
        (
            "Either",
            json!({ "any": [{ "kind": "customer_is", "ids": ["ana@shop.example"] }, { "kind": "order_quantity", "min": 2 }] }),
        ),
    ] {
        let mut coupon = crate::operations::coupon(name);
        coupon["name"] = json!(name);
        coupon["visibility"] = json!("claimable");
        coupon["conditions"] = conditions;
        let made = face.post("/v1/coupons", &coupon).await;
        assert_eq!(made.status, 201, "{}", made.text());
    }
    let listed = face.bare_call("GET", "/v1/claimable").header("authorization", &bearer).send().await;
    assert_eq!(listed.status, 200, "{}", listed.text());
    assert!(!listed.text().contains("ana@shop.example"), "{}", listed.text());
    assert_eq!(listed.json()["data"].as_array().unwrap().len(), 2, "{}", listed.text());
    let as_ana = face.bare_call("GET", "/v1/claimable?customer_id=ana").header("authorization", &bearer).send().await;
    as_ana.is_problem(401, "customer_token_missing");
}
