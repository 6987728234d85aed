//! What the store knows of products, categories and customers, as far as prices follow it.

use serde_json::json;
use tessera_app::Mutation;
use tessera_app::bulk::Bulk;

use crate::shop::{Shop, cart_of, reason, ten_percent};

/// Writes many at once.
async fn put(shop: &Shop, what: &'static str, entries: serde_json::Value) {
    let bulk = Bulk::read(json!({ what: entries }).to_string().as_bytes(), what).unwrap();
    let mutation = Mutation::program("/v1/bulk");
    let done = match what {
        "products" => shop.app.put_products(mutation, bulk).await,
        "customers" => shop.app.put_customers(mutation, bulk).await,
        _ => shop.app.put_categories(mutation, bulk).await,
    };
    let answer: serde_json::Value = serde_json::from_slice(&done.unwrap().body).unwrap();
    for entry in answer["data"].as_array().unwrap() {
        assert!(entry["status"].as_u64().unwrap() < 300, "{entry}");
    }
}

#[tokio::test]
async fn r134_a_product_added_to_a_group_later_is_eligible_too() {
    let shop = Shop::open().await;
    let benefits = json!([{ "kind": "percent_off", "percent": 10, "target": { "groups": ["vps"] } }]);
    shop.coupon(ten_percent("VPS", json!({ "benefits": benefits }))).await;
    let savings = async || shop.quote(cart_of("ana", 1_000), &["VPS"]).await["totals"]["savings"].clone();
    put(&shop, "products", json!([{ "id": "a", "title": "A" }])).await;
    assert_eq!(savings().await, 0);
    put(&shop, "products", json!([{ "id": "a", "groups": ["vps"] }])).await;
    assert_eq!(savings().await, 100);
}

#[tokio::test]
async fn r142_a_product_in_a_category_below_is_eligible() {
    let shop = Shop::open().await;
    let benefits = json!([{ "kind": "percent_off", "percent": 10, "target": { "categories": ["clothing"] } }]);
    shop.coupon(ten_percent("WEAR", json!({ "benefits": benefits }))).await;
    let savings = async || shop.quote(cart_of("ana", 1_000), &["WEAR"]).await["totals"]["savings"].clone();
    put(&shop, "products", json!([{ "id": "a", "categories": ["shoes"] }])).await;
    assert_eq!(savings().await, 0);
    put(&shop, "categories", json!([{ "id": "clothing" }, { "id": "shoes", "parent_id": "clothing" }])).await;
    assert_eq!(savings().await, 100);
}

#[tokio::test]
async fn r303_a_customers_segments_decide_and_others_learn_nothing_of_them() {
    let shop = Shop::open().await;
    let conditions = json!({ "kind": "customer_in", "segments": ["wholesale"] });
    shop.coupon(ten_percent("TRADE", json!({ "conditions": conditions }))).await;
    put(&shop, "customers", json!([{ "id": "ana", "segments": ["wholesale"] }, { "id": "ben" }])).await;
    assert_eq!(shop.quote(cart_of("ana", 1_000), &["TRADE"]).await["totals"]["savings"], 100);
    let refused = shop.quote(cart_of("ben", 1_000), &["TRADE"]).await;
    let unknown = shop.quote(cart_of("ben", 1_000), &["NOBODY"]).await;
    assert_eq!(refused["totals"], unknown["totals"], "retail prices stay");
    assert_eq!(reason(&refused["discounts"]["rejected"]), "discount_code_invalid");
    let neutral = |quote: &serde_json::Value| {
        let mut rejected = quote["discounts"]["rejected"][0].clone();
        rejected["code"] = json!(null);
        rejected["coupon_id"] = json!(null);
        rejected
    };
    assert_eq!(neutral(&refused), neutral(&unknown), "neither the group nor that there is one");
}

/// 310: stock age above 90 days, told with the product, as a rule; only those lines are eligible.
#[tokio::test]
async fn r310_slow_goods_are_found_by_an_attribute_of_the_stored_product() {
    let shop = Shop::open().await;
    let target = json!({ "attributes": { "stock_age_days": { "min": 91 } } });
    let benefits = json!([{ "kind": "percent_off", "percent": 10, "target": target }]);
    shop.coupon(ten_percent("SLOW", json!({ "benefits": benefits }))).await;
    put(
        &shop,
        "products",
        json!([
            { "id": "a", "attributes": { "stock_age_days": 120 } },
            { "id": "b", "attributes": { "stock_age_days": 90 } }
        ]),
    )
    .await;
    let line = |product: &str| json!({ "product_id": product, "quantity": 1, "unit_price": 1_000 });
    let cart = json!({ "currency": "USD", "line_items": [line("a"), line("b"), line("c")] });
    let quote = shop.quote(cart, &["SLOW"]).await;
    let discounts: Vec<_> =
        quote["line_items"].as_array().unwrap().iter().map(|line| line["discount"].clone()).collect();
    assert_eq!(discounts, [100, 0, 0]);
}
