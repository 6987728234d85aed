//! Conditions on earlier orders over HTTP: what the store has of them decides.

use serde_json::{Value, json};

use crate::face::{Call, Face};

fn cart(customer: &Value) -> Value {
    json!({
        "currency": "USD", "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": 10_000 }],
        "customer": customer,
    })
}

async fn coupon(face: &Face, code: &str, percent: u32, condition: Value) {
    let body = json!({
        "name": code, "status": "enabled", "code": code,
        "benefits": [{ "kind": "percent_off", "percent": percent }], "conditions": condition,
    });
    let got = face.post("/v1/coupons", &body).await;
    assert_eq!(got.status, 201, "{}", got.text());
}

async fn order(face: &Face, order_id: &str, customer: &Value) {
    let call = face.call("POST", "/v1/redemptions").header("idempotency-key", order_id);
    let got = call.json(&json!({ "order_id": order_id, "cart": cart(customer) })).send().await;
    assert_eq!(got.status, 201, "{}", got.text());
}

async fn ask(call: Call, code: &str, customer: &Value) -> Value {
    let got = call.json(&json!({ "cart": cart(customer), "discounts": { "codes": [code] } })).send().await;
    assert_eq!(got.status, 200, "{}", got.text());
    got.json()
}

async fn quote(face: &Face, code: &str, customer: &Value) -> Value {
    ask(face.call("POST", "/v1/quotes"), code, customer).await
}

/// The reason of the rejection without its beginning; empty when the code gave something.
fn reason(quote: &Value) -> &str {
    let reason = quote["discounts"]["rejected"][0]["reason"].as_str().unwrap_or_default();
    reason.trim_start_matches("discount_code_")
}

#[tokio::test]
async fn r129_with_two_orders_a_coupon_from_three_on_is_not_applied() {
    let face = Face::new().await;
    coupon(&face, "REGULAR", 10, json!({ "kind": "orders_count", "min": 3 })).await;
    let ana = json!({ "id": "ana" });
    order(&face, "o1", &ana).await;
    order(&face, "o2", &ana).await;
    let refused = quote(&face, "REGULAR", &ana).await;
    assert_eq!((reason(&refused), &refused["totals"]["savings"]), ("user_ineligible", &json!(0)));
    let failed = &refused["discounts"]["rejected"][0]["details"]["failed"][0];
    assert_eq!((&failed["actual"]["orders_count"], &failed["needed"]["min"]), (&json!(2), &json!(3)));
    order(&face, "o3", &ana).await;
    assert_eq!(quote(&face, "REGULAR", &ana).await["totals"]["savings"], 1_000);
}

#[tokio::test]
async fn r150_one_earlier_order_refuses_a_first_order_coupon_and_none_takes_it() {
    let face = Face::new().await;
    coupon(&face, "FIRST", 10, json!({ "kind": "first_order" })).await;
    order(&face, "o1", &json!({ "id": "ana" })).await;
    assert_eq!(reason(&quote(&face, "FIRST", &json!({ "id": "ana" })).await), "first_order_only");
    assert_eq!(quote(&face, "FIRST", &json!({ "id": "ben" })).await["totals"]["savings"], 1_000);
}

#[tokio::test]
async fn r151_a_guest_is_a_first_time_buyer_by_the_address() {
    let face = Face::new().await;
    coupon(&face, "HELLO", 10, json!({ "kind": "first_order" })).await;
    let ana = json!({ "email": "ana.b@gmail.com" });
    assert_eq!(quote(&face, "HELLO", &ana).await["totals"]["savings"], 1_000);
    order(&face, "o1", &ana).await;
    for email in ["ana.b@gmail.com", "AnaB+shop@googlemail.com"] {
        assert_eq!(reason(&quote(&face, "HELLO", &json!({ "email": email })).await), "first_order_only", "{email}");
    }
    let with_account = json!({ "id": "ana", "email": "anab@gmail.com" });
    assert_eq!(reason(&quote(&face, "HELLO", &with_account).await), "first_order_only");
}

#[tokio::test]
async fn r159_for_existing_customers_an_account_without_orders_is_refused() {
    let face = Face::new().await;
    coupon(&face, "BACK", 10, json!({ "kind": "customer_type", "is": "existing" })).await;
    let ana = json!({ "id": "ana" });
    let refused = quote(&face, "BACK", &ana).await;
    assert_eq!(reason(&refused), "user_ineligible");
    order(&face, "o1", &ana).await;
    assert_eq!(quote(&face, "BACK", &ana).await["totals"]["savings"], 1_000);
}

#[tokio::test]
async fn r070_thirty_percent_for_new_customers_only() {
    let face = Face::new().await;
    coupon(&face, "NEW30", 30, json!({ "kind": "customer_type", "is": "new" })).await;
    let ana = json!({ "id": "ana" });
    assert_eq!(quote(&face, "NEW30", &ana).await["totals"]["savings"], 3_000);
    order(&face, "o1", &ana).await;
    let refused = quote(&face, "NEW30", &ana).await;
    assert_eq!(reason(&refused), "user_ineligible");
    let failed = &refused["discounts"]["rejected"][0]["details"]["failed"][0];
    assert_eq!((&failed["kind"], &failed["needed"]), (&json!("customer_type"), &json!({ "is": "new" })));
    assert_eq!(failed["actual"], json!({ "is": "existing" }));
}

/// A page can say it is anybody: an address typed there tells nothing of who has ordered with it.
#[tokio::test]
async fn a_browser_learns_nothing_of_a_customers_orders() {
    let face = Face::new().await;
    coupon(&face, "FIRST", 10, json!({ "kind": "first_order" })).await;
    coupon(&face, "REGULAR", 10, json!({ "kind": "orders_count", "min": 1 })).await;
    order(&face, "o1", &json!({ "email": "ana@shop.example" })).await;
    let page = face.publishable_key().await;
    for code in ["FIRST", "REGULAR"] {
        let mut answers = Vec::new();
        for email in ["ana@shop.example", "nobody@shop.example"] {
            let call = face.bare_call("POST", "/v1/quotes").header("authorization", &format!("Bearer {page}"));
            let quote = ask(call, code, &json!({ "email": email })).await;
            assert_eq!(reason(&quote), "information_missing", "{code}");
            let rejected = quote["discounts"]["rejected"].clone();
            assert_eq!(rejected[0]["details"]["needs"], json!(["customer.orders_count"]));
            answers.push((rejected, quote["totals"].clone()));
        }
        assert_eq!(answers[0], answers[1], "{code}");
    }
}

#[tokio::test]
async fn an_explanation_shows_what_there_is_and_what_was_needed() {
    let face = Face::new().await;
    coupon(
        &face,
        "REGULAR",
        10,
        json!({ "all": [
        { "kind": "orders_count", "min": 1 }, { "kind": "total_spent", "min": { "USD": 50_000 }, "within_days": 30 },
    ] }),
    )
    .await;
    let ana = json!({ "id": "ana" });
    order(&face, "o1", &ana).await;
    let body = json!({ "cart": cart(&ana), "discounts": { "codes": ["REGULAR"] }, "explain": true });
    let quote = face.post("/v1/quotes", &body).await.json();
    let leaves = &quote["explain"][0]["conditions"]["all"];
    assert_eq!((&leaves[0]["outcome"], &leaves[0]["actual"]), (&json!("pass"), &json!({ "orders_count": 1 })));
    assert_eq!((&leaves[1]["outcome"], &leaves[1]["actual"]), (&json!("fail"), &json!({ "amount": 10_000 })));
    assert_eq!(leaves[1]["needed"], json!({ "min": 50_000, "max": null, "within_days": 30 }));
}

/// The leaf is judged again by count in the order's own transaction: of orders placed at once only one is the first.
#[tokio::test]
async fn of_orders_placed_at_the_same_time_one_is_the_first() {
    let face = Face::new().await;
    coupon(&face, "FIRST", 50, json!({ "kind": "first_order" })).await;
    for customer in ["ana", "ben", "eve"] {
        let place = |number: usize| {
            let order_id = format!("{customer}-{number}");
            let body = json!({
                "order_id": order_id, "cart": cart(&json!({ "id": customer })), "discounts": { "codes": ["FIRST"] }
            });
            face.call("POST", "/v1/redemptions").header("idempotency-key", &order_id).json(&body).send()
        };
        let answers = futures::future::join_all((0..6).map(place)).await;
        let placed = answers.iter().filter(|got| got.status == 201).count();
        let refused = answers.iter().filter(|got| got.status == 409).count();
        assert_eq!((placed, refused), (1, 5), "{customer}");
    }
}
