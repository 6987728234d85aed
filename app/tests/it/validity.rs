//! Start, end and status, by the clock.

use serde_json::json;

use crate::shop::{Shop, cart, reason, ten_percent};

#[tokio::test]
async fn r047_a_coupon_without_a_start_is_usable_at_once() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("NOW", json!({}))).await;
    assert_eq!(coupon["state"], "active");
    assert_eq!(shop.quote(cart(5000), &["NOW"]).await["totals"]["savings"], 500);
}

#[tokio::test]
async fn r088_before_its_start_a_code_says_when_it_starts() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("TOMORROW", json!({ "validity": { "starts_at": "2026-06-04T00:00:00Z" } }))).await;
    let quote = shop.quote(cart(5000), &["TOMORROW"]).await;
    let rejected = &quote["discounts"]["rejected"];
    assert_eq!(reason(rejected), "discount_code_not_started");
    assert_eq!(rejected[0]["details"]["starts_at"], "2026-06-04T00:00:00Z");
    assert!(rejected[0]["message"].as_str().unwrap().contains("4 June 2026"), "{rejected}");
}

#[tokio::test]
async fn r089_without_an_end_a_code_is_valid_in_five_years() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("EVER", json!({}))).await;
    shop.at("2031-06-03T12:00:00Z");
    assert_eq!(shop.quote(cart(5000), &["EVER"]).await["totals"]["savings"], 500);
}

#[tokio::test]
async fn r092_the_end_is_exclusive_to_the_second() {
    let shop = Shop::open().await;
    let validity = json!({ "validity": { "starts_at": "2026-06-03T18:00:00Z", "ends_at": "2026-06-03T20:00:00Z" } });
    shop.coupon(ten_percent("FLASH", validity)).await;
    shop.at("2026-06-03T19:59:59Z");
    assert_eq!(shop.quote(cart(5000), &["FLASH"]).await["totals"]["savings"], 500);
    shop.at("2026-06-03T20:00:00Z");
    assert_eq!(reason(&shop.quote(cart(5000), &["FLASH"]).await["discounts"]["rejected"]), "discount_code_expired");
}

#[tokio::test]
async fn r094_a_start_that_passes_needs_no_one() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("SOON", json!({ "validity": { "starts_at": "2026-06-03T12:01:00Z" } }))).await;
    assert_eq!(coupon["state"], "scheduled");
    shop.at("2026-06-03T12:01:00Z");
    assert_eq!(shop.read(&coupon["id"]).await["state"], "active");
    assert_eq!(shop.quote(cart(5000), &["SOON"]).await["totals"]["savings"], 500);
}

#[tokio::test]
async fn r098_without_dates_no_end_is_shown_or_enforced() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("FOREVER", json!({}))).await;
    assert!(coupon["validity"]["ends_at"].is_null());
    shop.at("2099-01-01T00:00:00Z");
    assert_eq!(shop.quote(cart(5000), &["FOREVER"]).await["totals"]["savings"], 500);
}

#[tokio::test]
async fn r238_a_paused_code_is_refused_and_counts_on_when_it_is_resumed() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("PAUSE", json!({ "limits": { "total": 2 } }))).await;
    shop.redeem(cart(5000), &["PAUSE"]).await.unwrap();
    shop.patch(&coupon["id"], json!({ "status": "paused" })).await.unwrap();
    assert_eq!(reason(&shop.quote(cart(5000), &["PAUSE"]).await["discounts"]["rejected"]), "discount_code_paused");
    let refused = shop.redeem(cart(5000), &["PAUSE"]).await.unwrap_err();
    assert_eq!(reason(&refused.more["rejected"]), "discount_code_paused");
    shop.patch(&coupon["id"], json!({ "status": "enabled" })).await.unwrap();
    shop.redeem(cart(5000), &["PAUSE"]).await.unwrap();
    let used_up = shop.redeem(cart(5000), &["PAUSE"]).await.unwrap_err();
    assert_eq!(reason(&used_up.more["rejected"]), "discount_code_usage_limit_reached");
}
