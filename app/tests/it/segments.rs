//! Segments in prices, and who is in them.

use serde_json::{Value, json};
use tessera_app::segments::{Members, SegmentBody};
use tessera_app::{Caller, Mutation, PageRequest};
use tessera_engine::from_json;

use crate::shop::{Shop, cart_of, reason, ten_percent};

async fn make(shop: &Shop, body: Value) -> String {
    let body: SegmentBody = from_json(body.to_string().as_bytes()).unwrap();
    let made = shop.app.create_segment(Mutation::program("/v1/segments"), body).await.unwrap();
    let made: Value = serde_json::from_slice(&made.body).unwrap();
    made["id"].as_str().unwrap().to_owned()
}

async fn coupon_for(shop: &Shop, code: &str, segment: &str) {
    let conditions = json!({ "kind": "customer_in", "segments": [segment] });
    shop.coupon(ten_percent(code, json!({ "conditions": conditions }))).await;
}

async fn savings(shop: &Shop, customer: &str, code: &str) -> i64 {
    shop.quote(cart_of(customer, 1_000), &[code]).await["totals"]["savings"].as_i64().unwrap()
}

async fn members(shop: &Shop, id: &str) -> Vec<String> {
    let page = shop.app.list_segment_members(&Caller::program(), id, PageRequest::default()).await.unwrap();
    assert_eq!(page.next_cursor, None);
    page.data.into_iter().map(|member| member.customer_id).collect()
}

async fn count(shop: &Shop, id: &str) -> u64 {
    shop.app.count_segment(&Caller::program(), id, None).await.unwrap().count
}

/// Customers the store knows.
async fn know(shop: &Shop, ids: &[&str]) {
    for id in ids {
        let body = from_json(b"{}").unwrap();
        shop.app.put_customer(Mutation::program("/v1/customers"), id, body).await.unwrap();
    }
}

/// 306: 90, 100.01 and 250 in the last year; two are above 100.
#[tokio::test]
async fn r306_a_segment_by_what_was_spent_in_the_last_year() {
    let shop = Shop::open().await;
    let spent = json!({ "kind": "total_spent", "min": { "USD": 10_001 }, "within_days": 365 });
    let id = make(&shop, json!({ "key": "big", "name": "Above 100", "kind": "dynamic", "conditions": spent })).await;
    coupon_for(&shop, "BIG", "big").await;
    know(&shop, &["ana", "ben", "cyd", "dan"]).await;
    shop.at("2025-01-01T12:00:00Z");
    shop.redeem(cart_of("dan", 99_999), &[]).await.unwrap();
    shop.at("2026-01-01T12:00:00Z");
    for (customer, spent) in [("ana", 9_000), ("ben", 10_001), ("cyd", 25_000)] {
        shop.redeem(cart_of(customer, spent), &[]).await.unwrap();
    }
    shop.at("2026-06-03T12:00:00Z");
    assert_eq!((members(&shop, &id).await, count(&shop, &id).await), (vec!["ben".to_owned(), "cyd".to_owned()], 2));
    assert_eq!((savings(&shop, "ana", "BIG").await, savings(&shop, "ben", "BIG").await), (0, 100));
    assert_eq!(savings(&shop, "dan", "BIG").await, 0, "that was more than a year ago");
    shop.redeem(cart_of("ana", 1_001), &[]).await.unwrap();
    assert_eq!(savings(&shop, "ana", "BIG").await, 100, "from the next quote on");
}

/// 307: five buyers of A, five members.
#[tokio::test]
async fn r307_a_segment_by_what_was_bought() {
    let shop = Shop::open().await;
    let bought = json!({ "kind": "purchased", "selector": { "products": ["a"] } });
    let id = make(&shop, json!({ "name": "Buyers of A", "kind": "dynamic", "conditions": bought })).await;
    coupon_for(&shop, "AGAIN", &id).await;
    let buyers = ["c1", "c2", "c3", "c4", "c5"];
    know(&shop, &buyers).await;
    know(&shop, &["c6", "c7"]).await;
    for buyer in buyers {
        shop.redeem(cart_of(buyer, 1_000), &[]).await.unwrap();
    }
    let mut other = cart_of("c6", 1_000);
    other["line_items"][0]["product_id"] = json!("b");
    shop.redeem(other, &[]).await.unwrap();
    assert_eq!((members(&shop, &id).await, count(&shop, &id).await), (buyers.map(str::to_owned).to_vec(), 5));
    assert_eq!((savings(&shop, "c1", "AGAIN").await, savings(&shop, "c6", "AGAIN").await), (100, 0));
}

/// 153: Gold 15 %, Silver 10 % on one campaign; a Gold member pays 85.00 of 100.00.
#[tokio::test]
async fn r153_members_of_a_list_get_what_their_list_gets() {
    let shop = Shop::open().await;
    let (gold, silver) = (
        make(&shop, json!({ "key": "gold", "name": "Gold", "kind": "static" })).await,
        make(&shop, json!({ "key": "silver", "name": "Silver", "kind": "static" })).await,
    );
    let campaign = shop.campaign(json!({ "name": "Loyalty" })).await;
    for (tier, percent) in [("gold", 15), ("silver", 10)] {
        shop.coupon(json!({
            "name": tier, "status": "enabled", "activation": "automatic", "campaign_id": campaign,
            "benefits": [{ "kind": "percent_off", "percent": percent }],
            "conditions": { "kind": "customer_in", "segments": [tier] },
        }))
        .await;
    }
    for (id, member) in [(&gold, "ana"), (&silver, "ben")] {
        shop.app.add_segment_member(Mutation::program("/"), id, member).await.unwrap();
    }
    let saved =
        async |customer: &str| shop.quote(cart_of(customer, 10_000), &[]).await["totals"]["savings"].as_i64().unwrap();
    assert_eq!((saved("ana").await, saved("ben").await, saved("cyd").await), (1_500, 1_000, 0));
    shop.app.remove_segment_members(Mutation::program("/"), &gold, Members::one("ana")).await.unwrap();
    assert_eq!(saved("ana").await, 0);
}

/// 152, 160, 303: only members; others learn nothing of the group.
#[tokio::test]
async fn r152_who_is_not_a_member_is_told_what_a_wrong_code_is_told() {
    let shop = Shop::open().await;
    let id = make(&shop, json!({ "key": "trade", "name": "Wholesale", "kind": "static" })).await;
    coupon_for(&shop, "TRADE", &id).await;
    shop.app.add_segment_member(Mutation::program("/"), &id, "ana").await.unwrap();
    assert_eq!(savings(&shop, "ana", "TRADE").await, 100);
    let quote = shop.quote(cart_of("ben", 1_000), &["TRADE"]).await;
    assert_eq!(reason(&quote["discounts"]["rejected"]), "discount_code_invalid");
    assert!(!quote.to_string().contains("Wholesale") && !quote.to_string().contains("trade"));
    assert_eq!(quote["totals"]["total"], 1_000);
    let mut own_list = cart_of("cyd", 1_000);
    own_list["customer"]["segments"] = json!(["trade"]);
    assert_eq!(shop.quote(own_list, &["TRADE"]).await["totals"]["savings"], 100, "by key where a coupon has the id");
}

#[tokio::test]
async fn a_dynamic_segment_may_rest_on_a_static_one() {
    let shop = Shop::open().await;
    let vip = make(&shop, json!({ "key": "vip", "name": "VIP", "kind": "static" })).await;
    let conditions = json!({ "all": [
        { "kind": "customer_in", "segments": ["vip"] },
        { "kind": "orders_count", "min": 1 },
    ] });
    let id = make(&shop, json!({ "key": "vips", "name": "Buying", "kind": "dynamic", "conditions": conditions })).await;
    coupon_for(&shop, "VIPS", "vips").await;
    know(&shop, &["ana", "ben"]).await;
    for customer in ["ana", "ben"] {
        shop.redeem(cart_of(customer, 1_000), &[]).await.unwrap();
    }
    assert_eq!(savings(&shop, "ana", "VIPS").await, 0);
    shop.app.add_segment_member(Mutation::program("/"), &vip, "ana").await.unwrap();
    assert_eq!((savings(&shop, "ana", "VIPS").await, savings(&shop, "ben", "VIPS").await), (100, 0));
    assert_eq!(members(&shop, &id).await, ["ana"]);
}
