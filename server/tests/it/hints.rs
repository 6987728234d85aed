//! Hints over HTTP: what a stored coupon lacks is said, and what is said comes true.

use serde_json::{Value, json};

use crate::face::Face;

async fn coupon(face: &Face, more: &Value) -> String {
    let mut body = json!({ "name": "coupon", "status": "enabled" });
    for (name, member) in more.as_object().unwrap() {
        body[name] = member.clone();
    }
    let got = face.post("/v1/coupons", &body).await;
    assert_eq!(got.status, 201, "{}", got.text());
    got.json()["id"].as_str().unwrap().to_owned()
}

async fn quote(face: &Face, unit_price: i64, codes: &[&str]) -> Value {
    let cart = json!({
        "currency": "USD", "customer": { "id": "ana" },
        "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": unit_price }],
    });
    let got = face.post("/v1/quotes", &json!({ "cart": cart, "discounts": { "codes": codes } })).await;
    assert_eq!(got.status, 200, "{}", got.text());
    got.json()
}

fn ten_off(code: &str, min: i64) -> Value {
    json!({
        "code": code, "visibility": "public",
        "benefits": [{ "kind": "amount_off", "amount": { "USD": 1_000 }, "per": "order" }],
        "conditions": { "kind": "order_amount", "min": { "USD": min } },
    })
}

#[tokio::test]
async fn r067_two_hundred_and_fifty_give_thirty_and_the_next_tier_is_hinted() {
    let face = Face::new().await;
    let tiers = json!([
        { "from": { "USD": 10_000 }, "amount": { "USD": 1_000 } },
        { "from": { "USD": 20_000 }, "amount": { "USD": 3_000 } },
        { "from": { "USD": 50_000 }, "amount": { "USD": 10_000 } },
    ]);
    let benefit = json!({ "kind": "tiered", "basis": "spend", "mode": "highest", "tiers": tiers });
    let id = coupon(&face, &json!({ "code": "TIERS", "benefits": [benefit] })).await;
    let before = quote(&face, 25_000, &["TIERS"]).await;
    assert_eq!(before["totals"]["savings"], 3_000);
    let hint = &before["hints"][0];
    assert_eq!((&hint["coupon_id"], &hint["missing"]), (&json!(id), &json!({ "amount": 25_000 })));
    assert_eq!((&hint["saving"], &hint["message"]), (&json!(7_000), &json!("Spend $250.00 more to get $70.00 off.")));
    assert_eq!(quote(&face, 50_000, &["TIERS"]).await["totals"]["savings"], 10_000, "as it was said");
}

#[tokio::test]
async fn a_public_coupon_that_was_not_typed_is_hinted_at_and_a_private_one_is_not() {
    let face = Face::new().await;
    let id = coupon(&face, &ten_off("HUNDRED", 10_000)).await;
    let mut secret = ten_off("SECRET", 9_000);
    secret["visibility"] = json!("private");
    coupon(&face, &secret).await;
    let before = quote(&face, 8_000, &[]).await;
    let hints = before["hints"].as_array().unwrap();
    assert_eq!(hints.len(), 1, "{hints:?}");
    assert_eq!((&hints[0]["coupon_id"], &hints[0]["missing"]), (&json!(id), &json!({ "amount": 2_000 })));
    assert_eq!(hints[0]["message"], "Spend $20.00 more to get $10.00 off. With the code HUNDRED.");
    assert!(!before.to_string().contains("SECRET"), "a private code is nobody's to show");
    assert_eq!(quote(&face, 10_000, &["HUNDRED"]).await["totals"]["savings"], hints[0]["saving"]);
    assert_eq!(quote(&face, 5_000, &[]).await["hints"], json!([]), "too far");
    let typed = quote(&face, 8_000, &["HUNDRED"]).await;
    assert_eq!(typed["hints"].as_array().map(Vec::len), Some(1), "once, typed or not");
    assert_eq!(typed["hints"][0]["message"], "Spend $20.00 more to get $10.00 off.", "it is there");
}

#[tokio::test]
async fn a_public_coupon_to_be_claimed_is_said_to_be_one() {
    let face = Face::new().await;
    let mut claimed = ten_off("NONE", 10_000);
    claimed["activation"] = json!("claim");
    claimed.as_object_mut().unwrap().remove("code");
    coupon(&face, &claimed).await;
    let line = json!({ "product_id": "shirt", "quantity": 1, "unit_price": 8_000 });
    let cart = json!({ "currency": "USD", "line_items": [line], "context": { "locale": "fr" } });
    let quote = face.post("/v1/quotes", &json!({ "cart": cart })).await.json();
    let message = quote["hints"][0]["message"].as_str().unwrap();
    assert!(message.ends_with("de remise. À prendre, ou à choisir dans votre portefeuille."), "{message}");
}

#[tokio::test]
async fn nothing_is_promised_of_a_public_coupon_that_the_customer_cannot_use_any_more() {
    let face = Face::new().await;
    let mut once = ten_off("ONCE", 10_000);
    once["limits"] = json!({ "per_customer": 1 });
    coupon(&face, &once).await;
    let mut first = ten_off("FIRST", 10_000);
    first["conditions"] = json!({ "all": [first["conditions"], { "kind": "first_order" }] });
    coupon(&face, &first).await;
    assert_eq!(quote(&face, 8_000, &[]).await["hints"].as_array().map(Vec::len), Some(2));
    let cart = json!({
        "currency": "USD", "customer": { "id": "ana" },
        "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": 10_000 }],
    });
    let call = face.call("POST", "/v1/redemptions").header("idempotency-key", "o1");
    let placed = call.json(&json!({ "order_id": "o1", "cart": cart, "discounts": { "codes": ["ONCE"] } })).send().await;
    assert_eq!(placed.status, 201, "{}", placed.text());
    assert_eq!(quote(&face, 8_000, &[]).await["hints"], json!([]));
}
