//! Renewals of subscriptions over HTTP: a quote with `billing` is priced with what the stored first order redeemed.

use serde_json::{Value, json};

use crate::face::Face;

fn cart(lines: &[(&str, i64)]) -> Value {
    let lines: Vec<Value> = lines
        .iter()
        .map(|(id, price)| {
            json!({ "id": id, "product_id": id, "quantity": 1, "unit_price": price, "billing_period": "monthly" })
        })
        .collect();
    json!({ "currency": "USD", "line_items": lines })
}

async fn coupon(face: &Face, code: &str, renewals: i64, benefits: Value) -> String {
    let body = json!({ "name": code, "status": "enabled", "code": code, "renewals": renewals, "benefits": benefits });
    let got = face.post("/v1/coupons", &body).await;
    assert_eq!(got.status, 201, "{}", got.text());
    got.json()["id"].as_str().unwrap().to_owned()
}

async fn order(face: &Face, order_id: &str, cart: &Value, code: &str) {
    let call = face.call("POST", "/v1/redemptions").header("idempotency-key", order_id);
    let body = json!({ "order_id": order_id, "cart": cart, "discounts": { "codes": [code] } });
    let got = call.json(&body).send().await;
    assert_eq!(got.status, 201, "{}", got.text());
}

fn renewal(number: u32, lines: &[(&str, i64)], order_id: &str) -> Value {
    let mut cart = cart(lines);
    let ids: Vec<&str> = lines.iter().map(|(id, _)| *id).collect();
    cart["billing"] = json!({
        "subscription_id": "s1", "first_order_id": order_id, "first_line_ids": ids, "renewal_number": number
    });
    json!({ "cart": cart })
}

async fn total(face: &Face, number: u32, lines: &[(&str, i64)]) -> Value {
    let got = face.post("/v1/quotes", &renewal(number, lines, "o1")).await;
    assert_eq!(got.status, 200, "{}", got.text());
    got.json()["totals"]["total"].clone()
}

fn tenth() -> Value {
    json!([{ "kind": "percent_off", "percent": 10 }])
}

#[tokio::test]
async fn r079_three_renewals_are_discounted_and_the_fourth_is_full_price() {
    let face = Face::new().await;
    coupon(&face, "THREE", 3, tenth()).await;
    order(&face, "o1", &cart(&[("A", 5_000)]), "THREE").await;
    for number in 1..=3 {
        assert_eq!(total(&face, number, &[("A", 5_000)]).await, 4_500, "renewal {number}");
    }
    assert_eq!(total(&face, 4, &[("A", 5_000)]).await, 5_000);
}

#[tokio::test]
async fn r080_without_end_the_24th_renewal_is_discounted() {
    let face = Face::new().await;
    coupon(&face, "EVER", -1, tenth()).await;
    order(&face, "o1", &cart(&[("A", 5_000)]), "EVER").await;
    assert_eq!(total(&face, 24, &[("A", 5_000)]).await, 4_500);
}

#[tokio::test]
async fn r081_with_none_the_first_renewal_is_full_price() {
    let face = Face::new().await;
    coupon(&face, "ONCE", 0, tenth()).await;
    order(&face, "o1", &cart(&[("A", 5_000)]), "ONCE").await;
    assert_eq!(total(&face, 1, &[("A", 5_000)]).await, 5_000);
}

/// 10 % and then 10.00 off A 60.00 and B 40.00: 54.00 and 36.00, of the 10.00 they get 6.00 and 4.00.
#[tokio::test]
async fn terms_are_those_of_the_first_order_and_an_amount_is_what_it_gave_then() {
    let face = Face::new().await;
    let benefits = json!([
        { "kind": "percent_off", "percent": 10 }, { "kind": "amount_off", "amount": { "USD": 1_000 }, "per": "order" }
    ]);
    let id = coupon(&face, "BOTH", -1, benefits).await;
    order(&face, "o1", &cart(&[("A", 6_000), ("B", 4_000)]), "BOTH").await;
    let edited = json!({ "benefits": [{ "kind": "percent_off", "percent": 99 }], "renewals": 0 });
    assert_eq!(face.call("PATCH", &format!("/v1/coupons/{id}")).json(&edited).send().await.status, 200);
    assert_eq!(face.post(&format!("/v1/coupons/{id}/pause"), &json!({})).await.status, 200);
    assert_eq!(total(&face, 1, &[("A", 6_000)]).await, 4_800);
    assert_eq!(total(&face, 2, &[("B", 4_000)]).await, 3_200);
}

#[tokio::test]
async fn an_order_or_a_line_that_is_not_there_is_named() {
    let face = Face::new().await;
    coupon(&face, "EVER", -1, tenth()).await;
    order(&face, "o1", &cart(&[("A", 5_000)]), "EVER").await;
    let got = face.post("/v1/quotes", &renewal(1, &[("A", 5_000)], "o9")).await;
    assert_eq!(
        (got.status.as_u16(), &got.json()["errors"][0]["pointer"]),
        (422, &json!("/cart/billing/first_order_id"))
    );
    let got = face.post("/v1/quotes", &renewal(1, &[("Z", 5_000)], "o1")).await;
    assert_eq!(
        (got.status.as_u16(), &got.json()["errors"][0]["pointer"]),
        (422, &json!("/cart/billing/first_line_ids/0"))
    );
}

#[tokio::test]
async fn what_cannot_be_recorded_yet_is_refused_and_takes_nothing() {
    let face = Face::new().await;
    coupon(&face, "EVER", -1, tenth()).await;
    order(&face, "o1", &cart(&[("A", 5_000)]), "EVER").await;
    let mut body = renewal(1, &[("A", 5_000)], "o1");
    body["order_id"] = json!("o2");
    let got = face.call("POST", "/v1/redemptions").header("idempotency-key", "o2").json(&body).send().await;
    assert_eq!((got.status.as_u16(), got.json()["code"].clone()), (422, json!("not_in_this_release")));
    assert_eq!(face.get("/v1/redemptions?order_id=o2").await.json()["data"], json!([]));
}
