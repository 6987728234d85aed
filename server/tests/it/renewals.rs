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

/// Records a payment; answers it.
async fn pay(face: &Face, order_id: &str, subscription: &str, number: u32, lines: &[(&str, i64)]) -> (u16, Value) {
    let mut body = renewal(number, lines, "o1");
    body["order_id"] = json!(order_id);
    body["cart"]["billing"]["subscription_id"] = json!(subscription);
    let got = face.call("POST", "/v1/redemptions").header("idempotency-key", order_id).json(&body).send().await;
    (got.status.as_u16(), got.json())
}

#[tokio::test]
async fn a_payment_is_recorded_once_and_consumes_nothing() {
    let face = Face::new().await;
    let body = json!({
        "name": "Both", "status": "enabled", "code": "BOTH", "renewals": 2, "limits": { "total": 1, "per_day": 1, "budget": { "USD": 1_000 } },
        "benefits": [{ "kind": "amount_off", "amount": { "USD": 1_000 }, "per": "order" }]
    });
    let coupon = face.post("/v1/coupons", &body).await.json()["id"].as_str().unwrap().to_owned();
    order(&face, "o1", &cart(&[("A", 6_000), ("B", 4_000)]), "BOTH").await;
    // The code is used up and its budget given; both subscriptions of the order are renewed all the same.
    for (order_id, subscription, number, line, total) in [
        ("a1", "sa", 1, ("A", 6_000), 5_400),
        ("b1", "sb", 1, ("B", 4_000), 3_600),
        ("a2", "sa", 2, ("A", 6_000), 5_400),
        ("a3", "sa", 3, ("A", 6_000), 6_000),
    ] {
        let (status, placed) = pay(&face, order_id, subscription, number, &[line]).await;
        assert_eq!((status, &placed["quote"]["totals"]["total"]), (201, &json!(total)), "{placed}");
        let redemptions = placed["redemptions"].as_array().unwrap();
        assert_eq!(redemptions.len(), usize::from(number < 3), "{placed}");
        for redemption in redemptions {
            assert_eq!((&redemption["kind"], &redemption["renewal"]["number"]), (&json!("renewal"), &json!(number)));
            assert_eq!(redemption["renewal"]["subscription_id"], subscription);
        }
        assert_eq!(placed["seq"], json!({}));
    }
    assert_eq!(face.get(&format!("/v1/coupons/{coupon}")).await.json()["uses"], 1);
    // The same order again is the same; another order with the payment is refused.
    let (status, again) = pay(&face, "a1", "sa", 1, &[("A", 6_000)]).await;
    assert_eq!((status, &again["redemptions"][0]["amount"]), (201, &json!(600)));
    let (status, other) = pay(&face, "a9", "sa", 1, &[("A", 6_000)]).await;
    assert_eq!((status, &other["code"]), (409, &json!("renewal_recorded")));
    // Of a cancelled order nothing is left: the payment may be made again.
    let cancel =
        face.call("POST", "/v1/orders/a1/cancel").header("idempotency-key", "c").json(&json!({ "reason": "x" }));
    assert_eq!(cancel.send().await.status, 200);
    assert_eq!(pay(&face, "a8", "sa", 1, &[("A", 6_000)]).await.0, 201);
    assert_eq!(face.get(&format!("/v1/coupons/{coupon}")).await.json()["uses"], 1);
}

#[tokio::test]
async fn a_payment_may_be_held_first_and_goes_on_though_renewals_end() {
    let face = Face::new().await;
    coupon(&face, "EVER", -1, tenth()).await;
    order(&face, "o1", &cart(&[("A", 5_000)]), "EVER").await;
    let first = face.get("/v1/redemptions?order_id=o1").await.json()["data"][0]["id"].as_str().unwrap().to_owned();
    let mut body = renewal(1, &[("A", 5_000)], "o1");
    body["order_id"] = json!("r1");
    let held = face.call("POST", "/v1/reservations").header("idempotency-key", "r1").json(&body).send().await.json();
    assert_eq!(held["redemptions"][0]["kind"], "renewal", "{held}");
    let (status, other) = pay(&face, "r9", "s1", 1, &[("A", 5_000)]).await;
    assert_eq!((status, &other["code"]), (409, &json!("renewal_recorded")));
    let end = |key: &'static str| {
        let call = face.call("POST", &format!("/v1/redemptions/{first}/end-renewals")).header("idempotency-key", key);
        call.json(&json!({ "reason": "asked for" })).send()
    };
    let ended = end("e1").await;
    assert_eq!(ended.status, 200, "{}", ended.text());
    assert!(ended.json()["renewals_ended_at"].is_string());
    assert_eq!(end("e2").await.json()["renewals_ended_at"], ended.json()["renewals_ended_at"]);
    let path = format!("/v1/reservations/{}/commit", held["id"].as_str().unwrap());
    let mut at_less = renewal(1, &[("A", 4_000)], "o1");
    at_less.as_object_mut().unwrap().remove("order_id");
    let commit = face.call("POST", &path).header("idempotency-key", "k").json(&at_less).send().await;
    assert_eq!(
        (commit.status.as_u16(), &commit.json()["quote"]["totals"]["total"]),
        (200, &json!(3_600)),
        "{}",
        commit.text()
    );
    let (status, next) = pay(&face, "r2", "s1", 2, &[("A", 5_000)]).await;
    assert_eq!((status, &next["quote"]["totals"]["total"]), (201, &json!(5_000)));
    assert_eq!(total(&face, 2, &[("A", 5_000)]).await, 5_000);
}

#[tokio::test]
async fn of_two_orders_at_once_one_has_the_payment() {
    let face = Face::new().await;
    coupon(&face, "EVER", -1, tenth()).await;
    order(&face, "o1", &cart(&[("A", 5_000)]), "EVER").await;
    let orders = ["p1", "p2", "p3", "p4"].map(|order_id| pay(&face, order_id, "s1", 1, &[("A", 5_000)]));
    let answers = futures::future::join_all(orders).await;
    assert_eq!(answers.iter().filter(|(status, _)| *status == 201).count(), 1);
    assert!(answers.iter().all(|(status, body)| *status == 201 || body["code"] == "renewal_recorded"));
}
