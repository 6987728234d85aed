//! Coupons under management.

use serde_json::json;
use tessera_app::coupons::CouponFilter;
use tessera_app::{Caller, ErrorCode, Mutation, PageRequest};

use crate::shop::{Shop, cart, ten_percent};

#[tokio::test]
async fn r029_a_code_finds_its_coupon() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("SAVE5", json!({}))).await;
    let quote = shop.quote(cart(5000), &["save5"]).await;
    assert_eq!(quote["discounts"]["applied"][0]["coupon_id"], coupon["id"]);
}

#[tokio::test]
async fn r030_a_code_is_unique_in_every_spelling() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("SAVE5", json!({}))).await;
    for spelling in ["SAVE5", "save-5", "Save_5"] {
        let body = ten_percent(spelling, json!({})).to_string();
        let terms = tessera_engine::from_json(body.as_bytes()).unwrap();
        let refused = shop.app.create_coupon(Mutation::program("/v1/coupons"), terms).await.unwrap_err();
        assert_eq!(refused.error, ErrorCode::CodeTaken, "{spelling}");
    }
}

#[tokio::test]
async fn r037_a_custom_code_is_kept_as_written() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("INFLUENCER-ANA", json!({}))).await;
    assert_eq!(shop.read(&coupon["id"]).await["code"], "INFLUENCER-ANA");
}

#[tokio::test]
async fn r013_a_search_finds_by_code() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("WELCOME10", json!({}))).await;
    shop.coupon(ten_percent("XMAS2024", json!({}))).await;
    let filter = CouponFilter { q: Some("xmas".to_owned()), ..CouponFilter::default() };
    let found = shop.app.list_coupons(&Caller::program(), filter, PageRequest::default()).await.unwrap();
    let codes: Vec<_> = found.data.iter().map(|coupon| json!(coupon)["code"].clone()).collect();
    assert_eq!(codes, ["XMAS2024"]);
}

#[tokio::test]
async fn an_edit_makes_a_version_and_the_new_terms_hold_at_once() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("EDIT", json!({}))).await;
    let edited =
        shop.patch(&coupon["id"], json!({ "benefits": [{ "kind": "percent_off", "percent": 20 }] })).await.unwrap();
    assert_eq!(edited["version"], 2);
    assert_eq!(shop.quote(cart(5000), &["EDIT"]).await["totals"]["savings"], 1000);
    let id = coupon["id"].as_str().unwrap();
    let versions = shop.app.list_coupon_versions(&Caller::program(), id, PageRequest::default()).await.unwrap();
    let versions: Vec<_> = versions.data.iter().map(|version| (version.version, version.change.clone())).collect();
    assert_eq!(versions, [(2, "edited".to_owned()), (1, "created".to_owned())]);
}

#[tokio::test]
async fn another_editors_change_is_shown_not_overwritten() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("BOTH", json!({}))).await;
    shop.patch(&coupon["id"], json!({ "name": "Mine" })).await.unwrap();
    let mutation =
        Mutation { body: br#"{"name": "Yours"}"#.to_vec(), if_match: Some(1), ..Mutation::program("/v1/coupons") };
    let refused = shop.app.update_coupon(mutation, coupon["id"].as_str().unwrap()).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::VersionConflict);
    assert_eq!(refused.more["changed"], json!({ "name": "Mine" }));
}

#[tokio::test]
async fn a_changed_code_voids_the_old_one() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("OLD-CODE", json!({}))).await;
    shop.patch(&coupon["id"], json!({ "code": "NEW-CODE" })).await.unwrap();
    assert_eq!(shop.quote(cart(5000), &["NEW-CODE"]).await["totals"]["savings"], 500);
    let quote = shop.quote(cart(5000), &["OLD-CODE"]).await;
    assert_eq!(quote["discounts"]["rejected"][0]["reason"], "discount_code_invalid");
    shop.coupon(ten_percent("OLD-CODE", json!({}))).await;
}

#[tokio::test]
async fn what_this_release_does_not_hold_it_refuses() {
    let shop = Shop::open().await;
    let terms = tessera_engine::from_json(
        json!({ "name": "Money", "activation": "claim", "benefits": [{ "kind": "stored_value" }] })
            .to_string()
            .as_bytes(),
    )
    .unwrap();
    let refused = shop.app.create_coupon(Mutation::program("/v1/coupons"), terms).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::NotInThisRelease);
    assert_eq!(refused.errors[0].pointer, "/activation");
}

#[tokio::test]
async fn r152_a_segment_of_the_store_opens_a_coupon_and_nobody_else_hears_of_it() {
    let shop = Shop::open().await;
    let conditions = json!({ "conditions": { "kind": "customer_in", "segments": ["wholesale"] } });
    shop.coupon(ten_percent("TRADE", conditions)).await;
    let cleo = tessera_engine::from_json(br#"{"segments": ["wholesale"]}"#).unwrap();
    shop.app.put_customer(Mutation::program("/v1/customers/cleo"), "cleo", cleo).await.unwrap();
    let ben = tessera_engine::from_json(br#"{"segments": []}"#).unwrap();
    shop.app.put_customer(Mutation::program("/v1/customers/ben"), "ben", ben).await.unwrap();
    assert_eq!(shop.quote(crate::shop::cart_of("cleo", 5000), &["TRADE"]).await["totals"]["savings"], 500);
    let refused = shop.quote(crate::shop::cart_of("ben", 5000), &["TRADE"]).await;
    assert_eq!(refused["discounts"]["rejected"][0]["reason"], "discount_code_invalid");
}

#[tokio::test]
async fn explain_shows_every_candidate() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("SHOWN", json!({ "conditions": { "kind": "order_amount", "min": { "USD": 9000 } } })))
        .await;
    let body = json!({ "cart": cart(5000), "discounts": { "codes": ["SHOWN"] }, "explain": true }).to_string();
    let request = tessera_engine::cart::QuoteRequest::from_json(body.as_bytes()).unwrap();
    let quote = json!(shop.app.create_quote(&Caller::program(), request).await.unwrap());
    assert_eq!(quote["explain"].as_array().map(Vec::len), Some(1), "{}", quote["explain"]);
}

#[tokio::test]
async fn an_archived_coupon_is_not_changed() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("AWAY", json!({}))).await;
    shop.app.archive_coupon(Mutation::program("/v1/coupons"), coupon["id"].as_str().unwrap()).await.unwrap();
    assert_eq!(
        shop.patch(&coupon["id"], json!({ "name": "Back" })).await.unwrap_err().error,
        ErrorCode::CouponArchived
    );
    assert_eq!(shop.quote(cart(5000), &["AWAY"]).await["discounts"]["rejected"][0]["reason"], "discount_code_invalid");
}

#[tokio::test]
async fn a_code_spelled_otherwise_is_an_edit() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("RESPELL", json!({}))).await;
    let edited = shop.patch(&coupon["id"], json!({ "code": "Re-Spell" })).await.unwrap();
    assert_eq!((edited["version"].as_u64(), edited["code"].as_str()), (Some(2), Some("Re-Spell")));
    assert_eq!(shop.quote(cart(5000), &["respell"]).await["totals"]["savings"], 500);
    let same = shop.patch(&coupon["id"], json!({ "code": "Re-Spell" })).await.unwrap();
    assert_eq!(same["version"], 2, "what changes nothing makes no version");
}

#[tokio::test]
async fn archiving_is_a_call_of_its_own() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("KEEP", json!({}))).await;
    let refused = shop.patch(&coupon["id"], json!({ "status": "archived" })).await.unwrap_err();
    assert_eq!(refused.errors[0].pointer, "/status");
    assert_eq!(shop.read(&coupon["id"]).await["state"], "active");
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_no_stale_price() {
    let shop = Shop::open().await;
    let product = |fee: i64| tessera_engine::from_json(format!(r#"{{"setup_fee": {fee}}}"#).as_bytes()).unwrap();
    shop.app.put_product(Mutation::program("/v1/products/a"), "a", product(1)).await.unwrap();
    for fee in 2..60 {
        assert_eq!(shop.quote(cart(1000), &[]).await["totals"]["setup_fees"], fee - 1, "before the change");
        let put = shop.app.put_product(Mutation::program("/v1/products/a"), "a", product(fee));
        // Polled a few times and dropped, as a handler is when its client disconnects.
        drop(tokio::time::timeout(std::time::Duration::from_micros(u64::try_from(fee).unwrap() * 10), put).await);
        let settled = async {
            while shop.quote(cart(1000), &[]).await["totals"]["setup_fees"] != fee {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(10), settled).await.expect("the new price is quoted");
    }
}
