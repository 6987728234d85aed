//! Conditions on earlier orders, with the orders the store has.

use serde_json::{Value, json};

use crate::shop::{Shop, cart, cart_of, reason, ten_percent};

/// A cart of a guest with an e-mail address.
fn cart_of_guest(email: &str, unit_price: i64) -> Value {
    let mut cart = cart(unit_price);
    cart["customer"] = json!({ "email": email });
    cart
}

async fn coupon(shop: &Shop, code: &str, condition: Value) {
    shop.coupon(ten_percent(code, json!({ "conditions": condition }))).await;
}

async fn savings(shop: &Shop, cart: Value, code: &str) -> i64 {
    shop.quote(cart, &[code]).await["totals"]["savings"].as_i64().unwrap()
}

async fn rejection(shop: &Shop, cart: Value, code: &str) -> Value {
    shop.quote(cart, &[code]).await["discounts"]["rejected"].clone()
}

#[tokio::test]
async fn an_order_of_the_account_and_of_its_address_counts_once() {
    let shop = Shop::open().await;
    coupon(&shop, "TWICE", json!({ "kind": "orders_count", "min": 2, "max": 2 })).await;
    let ana = tessera_engine::from_json(br#"{"email": "Ana+shop@shop.example"}"#).unwrap();
    shop.app.put_customer(tessera_app::Mutation::program("/v1/customers/ana"), "ana", ana).await.unwrap();
    shop.redeem(cart_of("ana", 1_000), &[]).await.unwrap();
    let rejected = rejection(&shop, cart_of("ana", 1_000), "TWICE").await;
    assert_eq!(rejected[0]["details"]["failed"][0]["actual"], json!({ "orders_count": 1 }), "not two, though of both");
    shop.redeem(cart_of_guest("ANA@shop.example", 1_000), &[]).await.unwrap();
    assert_eq!(savings(&shop, cart_of("ana", 5_000), "TWICE").await, 500, "the account's address ordered as a guest");
    assert_eq!(savings(&shop, cart_of_guest("ana+x@shop.example", 5_000), "TWICE").await, 500);
}

#[tokio::test]
async fn a_guest_without_an_address_is_asked_who_it_is() {
    let shop = Shop::open().await;
    coupon(&shop, "FIRST", json!({ "kind": "first_order" })).await;
    let rejected = rejection(&shop, cart(1_000), "FIRST").await;
    assert_eq!(reason(&rejected), "discount_code_information_missing");
    assert_eq!(rejected[0]["details"], json!({ "needs": ["customer"], "saving": 100 }));
}

#[tokio::test]
async fn what_was_spent_counts_in_the_currency_and_within_its_days() {
    let shop = Shop::open().await;
    coupon(&shop, "EVER", json!({ "kind": "total_spent", "min": { "USD": 3_000 } })).await;
    coupon(&shop, "MONTH", json!({ "kind": "total_spent", "min": { "USD": 3_000 }, "within_days": 30 })).await;
    shop.at("2026-05-01T12:00:00Z");
    shop.redeem(cart_of("ana", 1_000), &[]).await.unwrap();
    let mut in_euro = cart_of("ana", 9_000);
    in_euro["currency"] = json!("EUR");
    shop.redeem(in_euro, &[]).await.unwrap();
    shop.at("2026-05-31T12:00:00Z");
    shop.redeem(cart_of("ana", 2_000), &[]).await.unwrap();
    assert_eq!(savings(&shop, cart_of("ana", 5_000), "EVER").await, 500);
    assert_eq!(savings(&shop, cart_of("ana", 5_000), "MONTH").await, 500, "thirty days to the second");
    shop.at("2026-05-31T12:00:01Z");
    let rejected = rejection(&shop, cart_of("ana", 5_000), "MONTH").await;
    assert_eq!(reason(&rejected), "discount_code_user_ineligible");
    assert_eq!(rejected[0]["details"]["failed"][0]["actual"], json!({ "amount": 2_000 }));
    let mut told = cart_of("ana", 5_000);
    told["customer"]["total_spent"] = json!(900);
    assert_eq!(savings(&shop, told, "EVER").await, 500, "the larger of what is told and what is recorded");
}

#[tokio::test]
async fn what_was_bought_is_found_by_product_and_by_a_category_above_it() {
    let shop = Shop::open().await;
    for (id, body) in [("clothing", "{}"), ("shoes", r#"{"parent_id": "clothing"}"#)] {
        let category = tessera_engine::from_json(body.as_bytes()).unwrap();
        shop.app.put_category(tessera_app::Mutation::program("/v1/categories"), id, category).await.unwrap();
    }
    let boot = tessera_engine::from_json(br#"{"categories": ["shoes"]}"#).unwrap();
    shop.app.put_product(tessera_app::Mutation::program("/v1/products"), "boot", boot).await.unwrap();
    let bought = |selector: Value| json!({ "kind": "purchased", "selector": selector, "within_days": 10 });
    coupon(&shop, "BOOT", bought(json!({ "products": ["boot"] }))).await;
    coupon(&shop, "CLOTHES", bought(json!({ "categories": ["clothing"] }))).await;
    coupon(&shop, "OTHERS", bought(json!({ "categories": ["clothing"], "exclude": { "products": ["boot"] } }))).await;
    coupon(&shop, "HAT", bought(json!({ "products": ["hat"] }))).await;
    let of_ana = |product: &str| {
        let mut cart = cart_of("ana", 1_000);
        cart["line_items"][0]["product_id"] = json!(product);
        cart
    };
    shop.redeem(of_ana("boot"), &[]).await.unwrap();
    shop.at("2026-06-13T12:00:00Z");
    for (code, expected) in [("BOOT", 100), ("CLOTHES", 100), ("OTHERS", 0), ("HAT", 0)] {
        assert_eq!(savings(&shop, of_ana("scarf"), code).await, expected, "{code}");
    }
    let both = shop.quote(of_ana("scarf"), &["HAT", "CLOTHES"]).await;
    assert_eq!(both["totals"]["savings"], 100, "each is asked about what it needs");
    shop.at("2026-06-13T12:00:01Z");
    for code in ["BOOT", "CLOTHES"] {
        let rejected = rejection(&shop, of_ana("scarf"), code).await;
        assert_eq!(reason(&rejected), "discount_code_user_ineligible", "{code}");
        assert_eq!(rejected[0]["details"]["failed"][0]["actual"], json!({ "purchases": 0 }));
    }
}

#[tokio::test]
async fn an_expression_sees_orders_and_what_the_store_knows_of_the_customer() {
    let shop = Shop::open().await;
    let expression = "customer.orders_count == 1 && customer.total_spent >= 900 && customer.attributes.level == 3";
    coupon(&shop, "LEVEL3", json!({ "kind": "expression", "expression": expression })).await;
    let ana = tessera_engine::from_json(br#"{"attributes": {"level": 3, "club": true, "town": "Lyon"}}"#).unwrap();
    shop.app.put_customer(tessera_app::Mutation::program("/v1/customers/ana"), "ana", ana).await.unwrap();
    assert_eq!(savings(&shop, cart_of("ana", 1_000), "LEVEL3").await, 0);
    shop.redeem(cart_of("ana", 900), &[]).await.unwrap();
    assert_eq!(savings(&shop, cart_of("ana", 1_000), "LEVEL3").await, 100);
    assert_eq!(savings(&shop, cart_of("ben", 1_000), "LEVEL3").await, 0);
}

#[tokio::test]
async fn a_redemption_is_priced_with_the_same_history() {
    let shop = Shop::open().await;
    coupon(&shop, "FIRST", json!({ "kind": "first_order" })).await;
    let placed = shop.redeem_as("o1", cart_of("ana", 1_000), &["FIRST"]).await.unwrap();
    assert_eq!(placed["quote"]["totals"]["savings"], 100);
    let again = shop.redeem_as("o1", cart_of("ana", 1_000), &["FIRST"]).await.unwrap();
    assert_eq!(again["quote"], placed["quote"], "its own order does not keep it from being repeated");
    let refused = shop.redeem(cart_of("ana", 1_000), &["FIRST"]).await.unwrap_err();
    assert_eq!(reason(&refused.more["rejected"]), "discount_code_first_order_only");
}
