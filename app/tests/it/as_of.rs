//! Quotes for another instant.

use serde_json::{Value, json};
use tessera_app::{Caller, Mutation};
use tessera_engine::cart::QuoteRequest;

use crate::shop::{Shop, cart, cart_of, reason, ten_percent};

const NOON: &str = "2026-06-03T12:00:00Z";
const ONE: &str = "2026-06-03T13:00:00Z";
const TWO: &str = "2026-06-03T14:00:00Z";

async fn quote_at(shop: &Shop, cart: Value, codes: &[&str], as_of: &str) -> Value {
    let body = json!({ "cart": cart, "discounts": { "codes": codes }, "as_of": as_of }).to_string();
    let request = QuoteRequest::from_json(body.as_bytes()).unwrap();
    let quote = json!(shop.app.create_quote(&Caller::program(), request).await.unwrap());
    let said: jiff::Timestamp = quote["as_of"].as_str().unwrap().parse().unwrap();
    assert_eq!(said, as_of.parse().unwrap());
    quote
}

/// What is saved and the version that was applied.
async fn outcome(shop: &Shop, codes: &[&str], as_of: &str) -> (i64, Value) {
    let quote = quote_at(shop, cart(10_000), codes, as_of).await;
    (quote["totals"]["savings"].as_i64().unwrap(), quote["discounts"]["applied"][0]["version"].clone())
}

fn automatic(percent: u32) -> Value {
    json!({
        "name": "auto", "status": "enabled", "activation": "automatic",
        "benefits": [{ "kind": "percent_off", "percent": percent }],
    })
}

#[tokio::test]
async fn an_automatic_coupon_is_priced_as_it_was_and_later_as_it_is() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(automatic(10)).await;
    shop.at(ONE);
    shop.patch(&coupon["id"], json!({ "benefits": [{ "kind": "percent_off", "percent": 30 }] })).await.unwrap();
    shop.at(TWO);
    assert_eq!(outcome(&shop, &[], "2026-06-03T11:59:59.999999Z").await, (0, Value::Null), "before it was made");
    assert_eq!(outcome(&shop, &[], "2020-01-01T00:00:00Z").await, (0, Value::Null), "before there was a store");
    assert_eq!(outcome(&shop, &[], NOON).await, (1_000, json!(1)));
    assert_eq!(outcome(&shop, &[], "2026-06-03T12:59:59.999999Z").await, (1_000, json!(1)));
    assert_eq!(outcome(&shop, &[], "2026-06-03T15:00:00+02:00").await, (3_000, json!(2)), "13:00 in UTC");
    assert_eq!(outcome(&shop, &[], TWO).await, (3_000, json!(2)));
    assert_eq!(outcome(&shop, &[], "2030-01-01T00:00:00Z").await, (3_000, json!(2)));
    assert_eq!(shop.quote(cart(10_000), &[]).await["totals"]["savings"], 3_000, "now is not changed by asking");
}

#[tokio::test]
async fn a_coupon_has_the_status_of_the_version_then() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("STATUS", json!({}))).await;
    let id = coupon["id"].as_str().unwrap();
    shop.at(ONE);
    shop.app.pause_coupon(Mutation::program("/v1/coupons"), id).await.unwrap();
    shop.at(TWO);
    shop.app.archive_coupon(Mutation::program("/v1/coupons"), id).await.unwrap();
    shop.at("2026-06-03T15:00:00Z");
    assert_eq!(outcome(&shop, &["STATUS"], NOON).await.0, 1_000);
    for (instant, expected) in [(ONE, "discount_code_paused"), (TWO, "discount_code_invalid")] {
        let quote = quote_at(&shop, cart(10_000), &["STATUS"], instant).await;
        assert_eq!(reason(&quote["discounts"]["rejected"]), expected, "{instant}");
    }
}

#[tokio::test]
async fn a_code_unlocks_what_it_unlocked_then() {
    let shop = Shop::open().await;
    let first = shop.coupon(ten_percent("SUMMER", json!({}))).await;
    shop.at(ONE);
    shop.patch(&first["id"], json!({ "code": "WINTER" })).await.unwrap();
    let twenty = json!({ "benefits": [{ "kind": "percent_off", "percent": 20 }] });
    let second = shop.coupon(ten_percent("SUMMER", twenty)).await;
    shop.at(TWO);
    let applied = async |code: &str, instant: &str| {
        let quote = quote_at(&shop, cart(10_000), &[code], instant).await;
        quote["discounts"]["applied"][0]["coupon_id"].clone()
    };
    assert_eq!(applied("summer", NOON).await, first["id"]);
    assert_eq!(applied("winter", NOON).await, Value::Null);
    assert_eq!(applied("summer", ONE).await, second["id"]);
    assert_eq!(applied("winter", ONE).await, first["id"]);
    assert_eq!(applied("summer", "2030-01-01T00:00:00Z").await, second["id"]);
    assert_eq!(applied("nobody", NOON).await, Value::Null);
}

#[tokio::test]
async fn dates_and_schedules_are_judged_at_the_instant() {
    let shop = Shop::open().await;
    let weekend = json!({ "conditions": { "kind": "schedule", "weekdays": ["sat", "sun"] } });
    shop.coupon(ten_percent("WEEKEND", weekend)).await;
    let june = json!({ "validity": { "starts_at": "2026-06-10T00:00:00Z", "ends_at": "2026-07-01T00:00:00Z" } });
    shop.coupon(ten_percent("JUNE", june)).await;
    for (code, instant, expected) in [
        ("WEEKEND", "2026-06-05T12:00:00Z", "discount_code_outside_schedule"),
        ("WEEKEND", "2026-06-06T12:00:00Z", ""),
        ("JUNE", "2026-06-09T23:59:59Z", "discount_code_not_started"),
        ("JUNE", "2026-06-10T00:00:00Z", ""),
        ("JUNE", "2026-07-01T00:00:00Z", "discount_code_expired"),
    ] {
        let quote = quote_at(&shop, cart(10_000), &[code], instant).await;
        let rejected = &quote["discounts"]["rejected"];
        assert_eq!(rejected[0]["reason"].as_str().unwrap_or_default(), expected, "{code} {instant}");
    }
}

#[tokio::test]
async fn counters_and_earlier_orders_are_those_of_now() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("ONCE", json!({ "limits": { "total": 1 } }))).await;
    let bought = json!({ "kind": "purchased", "selector": { "products": ["a"] }, "within_days": 1 });
    shop.coupon(ten_percent("AGAIN", json!({ "conditions": bought }))).await;
    shop.at(ONE);
    shop.redeem(cart_of("ana", 1_000), &["ONCE"]).await.unwrap();
    shop.at(TWO);
    let quote = quote_at(&shop, cart_of("ana", 1_000), &["ONCE"], NOON).await;
    assert_eq!(reason(&quote["discounts"]["rejected"]), "discount_code_usage_limit_reached");
    let quote = quote_at(&shop, cart_of("ana", 1_000), &["AGAIN"], NOON).await;
    assert_eq!(quote["totals"]["savings"], 100, "bought an hour ago, whenever that is seen from");
    let quote = quote_at(&shop, cart_of("ana", 1_000), &["AGAIN"], "2026-06-04T13:00:01Z").await;
    assert_eq!(reason(&quote["discounts"]["rejected"]), "discount_code_user_ineligible", "more than a day before then");
}
