//! The page that says why a coupon cannot be used.

use serde_json::{Value, json};

use super::{Browser, holds, order as place, ten_percent};
use crate::face::Face;

const WHY: &str = "/admin/help/why";

async fn made(face: &Face, code: &str, more: Value) -> String {
    ten_percent(face, json!({ "name": format!("Coupon {code}"), "code": code }), more).await
}

fn cart(customer: Value) -> Value {
    json!({ "currency": "USD", "customer": customer,
        "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": 1000 }] })
}

async fn redeem(face: &Face, order: &str, code: &str, customer: Value) {
    let body = json!({ "order_id": order, "cart": cart(customer), "discounts": { "codes": [code] } });
    place(face, &body).await;
}

#[tokio::test]
async fn r293_each_rule_is_shown_with_what_is_and_what_is_needed() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    made(&face, "ONCE", json!({ "limits": { "total": 1 } })).await;
    redeem(&face, "o1", "ONCE", json!({ "id": "ana" })).await;
    let page = owner.submit(WHY, &[("code", "once"), ("customer", "ben")]).await.text();
    holds(
        &page,
        &["Is: 1 of 1 used", "Needed: one left", "All uses are taken.", "Coupon ONCE", "class=\"fail depth-0\""],
    );

    made(&face, "OVER", json!({ "validity": { "ends_at": "2024-01-01T00:00:00Z" } })).await;
    let page = owner.submit(WHY, &[("code", "OVER")]).await.text();
    holds(&page, &["This code expired on", "It ended on 31 December 2023.", "Needed: Until 31 December 2023"]);

    made(&face, "EACH", json!({ "limits": { "per_customer": 1 } })).await;
    redeem(&face, "o2", "EACH", json!({ "email": "cleo@shop.example" })).await;
    let page = owner.submit(WHY, &[("code", "EACH"), ("customer", "Cleo@shop.example")]).await.text();
    holds(&page, &["Uses by this customer", "Is: 1 of 1 used", "This customer has used it already."]);
    let page = owner.submit(WHY, &[("code", "EACH"), ("customer", "dan"), ("amount", "60.00")]).await.text();
    holds(&page, &["The code works on this basket.", "Is: 0 of 1 used"]);

    let page = owner.submit(WHY, &[("code", "NOPE")]).await.text();
    holds(&page, &["No coupon has this code.", "letter by letter"]);
    let got = owner.submit(WHY, &[("code", "")]).await;
    assert_eq!(got.status, 422);
    holds(&got.text(), &["Write the code.", "href=\"#code\""]);
}

#[tokio::test]
async fn a_code_of_another_customer_is_told_to_support() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = made(&face, "OPEN", json!({})).await;
    let code = json!({ "code": "FOR-ANA", "customer_id": "ana" });
    let got = face.post(&format!("/v1/coupons/{id}/codes"), &code).await;
    assert_eq!(got.status, 201, "{}", got.text());
    let page = owner.submit(WHY, &[("code", "FOR-ANA"), ("customer", "ben")]).await.text();
    holds(&page, &["This code belongs to another customer.", "Ask the customer to sign in to the account"]);
    let page = owner.submit(WHY, &[("code", "FOR-ANA"), ("customer", "ana"), ("amount", "10")]).await.text();
    holds(&page, &["The code works on this basket.", "The code belongs to this customer"]);
    let first = json!({ "conditions": { "kind": "first_order" } });
    assert_eq!(face.call("PATCH", &format!("/v1/coupons/{id}")).json(&first).send().await.status, 200);
    let order = json!({ "order_id": "o1", "cart": cart(json!({ "id": "dan" })) });
    place(&face, &order).await;
    let page = owner.submit(WHY, &[("code", "OPEN"), ("customer", "dan")]).await.text();
    holds(&page, &["It is not for this customer.", "class=\"fail depth-0\""]);
}

#[tokio::test]
async fn without_a_basket_its_rules_are_not_answered() {
    let face = Face::new().await;
    let mut owner = Browser::owner(&face).await;
    let id = made(&face, "FIFTY", json!({ "conditions": { "kind": "order_amount", "min": { "USD": 5000 } } })).await;
    let page = owner.page(&format!("{WHY}?coupon={id}")).await;
    holds(&page, &["name=\"code\" value=\"FIFTY\"", "The answer appears here"]);
    let page = owner.submit(WHY, &[("code", "FIFTY")]).await.text();
    holds(&page, &["Nothing speaks against this code so far.", "Is: no basket given", "class=\"unknown depth-0\""]);
    let page = owner.submit(WHY, &[("code", "FIFTY"), ("amount", "40")]).await.text();
    holds(&page, &["Spend $10.00 more to use this code.", "Is: $40.00", "Needed: $50.00"]);
    let basket = json!({ "name": "Sixty", "cart": { "currency": "USD",
        "line_items": [{ "product_id": "a", "quantity": 2, "unit_price": 3000 }] } });
    let basket = face.post("/v1/baskets", &basket).await.json()["id"].as_str().unwrap().to_owned();
    let page = owner.submit(WHY, &[("code", "FIFTY"), ("basket", &basket)]).await.text();
    holds(&page, &["The code works on this basket."]);
    assert_eq!(face.call("POST", &format!("/v1/coupons/{id}/pause")).send().await.status, 200);
    let page = owner.submit(WHY, &[("code", "FIFTY")]).await.text();
    holds(&page, &["The team stopped it.", "Is: Paused"]);
    let mut french = owner.in_french();
    let page = french.submit(WHY, &[("code", "FIFTY")]).await.text();
    holds(&page, &["Constaté : En pause", "L’équipe l’a arrêté.", "Ensuite :"]);
}

#[tokio::test]
async fn everybody_who_signs_in_may_ask() {
    let face = Face::new().await;
    Browser::owner(&face).await;
    made(&face, "TEN", json!({})).await;
    let mut reader = Browser::member(&face, &[]).await;
    holds(&reader.page("/admin/coupons").await, &["href=\"/admin/help/why\""]);
    holds(&reader.submit(WHY, &[("code", "TEN"), ("amount", "10")]).await.text(), &["The code works on this basket."]);
    holds(&reader.page("/admin/palette?q=why").await, &["href=\"/admin/help/why\""]);
}
