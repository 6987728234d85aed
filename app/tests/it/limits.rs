//! Limits in all and per customer, alone and in a race.

use futures::future::join_all;
use serde_json::json;
use tessera_app::{Caller, ErrorCode, KeyKind, Mutation};
use tessera_engine::cart::QuoteRequest;

use crate::shop::{Shop, cart, cart_of, reason, ten_percent};

#[tokio::test]
async fn r001_a_code_takes_its_percentage_off() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("WELCOME10", json!({}))).await;
    let quote = shop.quote(cart(5000), &["WELCOME10"]).await;
    assert_eq!(quote["totals"]["total"], 4500);
}

#[tokio::test]
async fn r103_after_two_uses_of_two_the_third_is_refused() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("TWICE", json!({ "limits": { "total": 2 } }))).await;
    for _ in 0..2 {
        shop.redeem(cart(5000), &["TWICE"]).await.unwrap();
    }
    let refused = shop.redeem(cart(5000), &["TWICE"]).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::DiscountNotAvailable);
    assert_eq!(reason(&refused.more["rejected"]), "discount_code_usage_limit_reached");
    let coupon = shop.read(&coupon["id"]).await;
    assert_eq!((coupon["uses"].as_u64(), coupon["state"].as_str()), (Some(2), Some("used_up")));
}

#[tokio::test]
async fn r104_a_customer_at_the_limit_is_refused_and_another_is_not() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("ONCE", json!({ "limits": { "per_customer": 1 } }))).await;
    shop.redeem(cart_of("ana", 5000), &["ONCE"]).await.unwrap();
    let refused = shop.redeem(cart_of("ana", 5000), &["ONCE"]).await.unwrap_err();
    assert_eq!(reason(&refused.more["rejected"]), "discount_code_customer_limit_reached");
    shop.redeem(cart_of("ben", 5000), &["ONCE"]).await.unwrap();
}

#[tokio::test]
async fn r105_a_single_use_code_is_used_up_after_one_order() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("SINGLE", json!({ "limits": { "total": 1 } }))).await;
    shop.redeem(cart(5000), &["SINGLE"]).await.unwrap();
    assert_eq!(shop.read(&coupon["id"]).await["state"], "used_up");
}

#[tokio::test]
async fn r108_three_times_per_person_and_not_a_fourth() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("THRICE", json!({ "limits": { "per_customer": 3 } }))).await;
    for _ in 0..3 {
        shop.redeem(cart_of("ana", 5000), &["THRICE"]).await.unwrap();
    }
    let refused = shop.redeem(cart_of("ana", 5000), &["THRICE"]).await.unwrap_err();
    assert_eq!(reason(&refused.more["rejected"]), "discount_code_customer_limit_reached");
}

#[tokio::test]
async fn r110_each_customer_once() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("EACH", json!({ "limits": { "per_customer": 1 } }))).await;
    shop.redeem(cart_of("a", 5000), &["EACH"]).await.unwrap();
    shop.redeem(cart_of("b", 5000), &["EACH"]).await.unwrap();
    assert_eq!(shop.read(&coupon["id"]).await["uses"], 2);
}

#[tokio::test]
async fn r111_a_use_is_counted_when_the_order_is_placed() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("COUNT", json!({ "limits": { "total": 5 } }))).await;
    shop.quote(cart(5000), &["COUNT"]).await;
    assert_eq!(shop.read(&coupon["id"]).await["uses"], 0);
    shop.redeem(cart(5000), &["COUNT"]).await.unwrap();
    assert_eq!(shop.read(&coupon["id"]).await["uses"], 1);
}

#[tokio::test]
async fn r112_an_abandoned_cart_consumes_nothing() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("BACK", json!({ "limits": { "per_customer": 1, "total": 1 } }))).await;
    shop.quote(cart_of("ana", 5000), &["BACK"]).await;
    let quote = shop.quote(cart_of("ana", 5000), &["BACK"]).await;
    assert_eq!(quote["totals"]["savings"], 500);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r113_of_fifty_checkouts_at_once_one_gets_the_last_use() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("LAST", json!({ "limits": { "total": 1 } }))).await;
    let checkouts = (0..50).map(|customer| {
        let shop = shop.clone();
        tokio::spawn(async move { shop.redeem(cart_of(&format!("c{customer}"), 5000), &["LAST"]).await })
    });
    let answers = join_all(checkouts).await;
    let placed = answers.iter().filter(|answer| answer.as_ref().unwrap().is_ok()).count();
    assert_eq!(placed, 1);
    for refused in answers.into_iter().filter_map(|answer| answer.unwrap().err()) {
        assert_eq!(reason(&refused.more["rejected"]), "discount_code_usage_limit_reached");
    }
    assert_eq!(shop.read(&coupon["id"]).await["uses"], 1);
}

#[tokio::test]
async fn a_customer_is_known_by_account_and_by_mailbox() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("ONE", json!({ "limits": { "per_customer": 1 } }))).await;
    let guest = |email: &str| {
        let mut cart = cart(5000);
        cart["customer"] = json!({ "email": email });
        cart
    };
    shop.redeem(guest("ann.b@gmail.com"), &["ONE"]).await.unwrap();
    for again in ["annb+1@gmail.com", "ANNB@Gmail.com"] {
        assert!(shop.redeem(guest(again), &["ONE"]).await.is_err(), "{again}");
    }
    let mut with_account = guest("a.nnb@googlemail.com");
    with_account["customer"]["id"] = json!("new-account");
    assert!(shop.redeem(with_account, &["ONE"]).await.is_err(), "a new account does not renew a mailbox");
    let nobody = shop.redeem(cart(5000), &["ONE"]).await.unwrap_err();
    assert_eq!(reason(&nobody.more["rejected"]), "discount_code_information_missing");
}

#[tokio::test]
async fn a_limit_that_comes_later_counts_what_was_before() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("LATER", json!({}))).await;
    for _ in 0..3 {
        shop.redeem(cart(5000), &["LATER"]).await.unwrap();
    }
    shop.patch(&coupon["id"], json!({ "limits": { "total": 3 } })).await.unwrap();
    assert!(shop.redeem(cart(5000), &["LATER"]).await.is_err());
    shop.patch(&coupon["id"], json!({ "limits": { "total": 4 } })).await.unwrap();
    shop.redeem(cart(5000), &["LATER"]).await.unwrap();
}

#[tokio::test]
async fn an_order_sent_again_is_the_same_order_and_another_cart_is_refused() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("SAME", json!({ "limits": { "total": 5 } }))).await;
    let first = shop.redeem_as("o-1", cart(5000), &["SAME"]).await.unwrap();
    let again = shop.redeem_as("o-1", cart(5000), &["SAME"]).await.unwrap();
    assert_eq!((&first["id"], &first["redemptions"][0]["id"]), (&again["id"], &again["redemptions"][0]["id"]));
    let other = shop.redeem_as("o-1", cart(6000), &["SAME"]).await.unwrap_err();
    assert_eq!(other.error, ErrorCode::OrderAlreadyCommitted);
    assert_eq!(shop.read(&coupon["id"]).await["uses"], 1);
}

#[tokio::test]
async fn an_order_stays_placed_when_its_use_was_the_last_or_its_coupon_has_ended() {
    let shop = Shop::open().await;
    let limits =
        json!({ "limits": { "total": 1, "per_customer": 1 }, "validity": { "ends_at": "2026-06-04T00:00:00Z" } });
    let coupon = shop.coupon(ten_percent("FINAL", limits)).await;
    let first = shop.redeem_as("o-9", cart_of("ana", 5000), &["FINAL"]).await.unwrap();
    let again = shop.redeem_as("o-9", cart_of("ana", 5000), &["FINAL"]).await.unwrap();
    assert_eq!(first["id"], again["id"], "its own use does not stand against it");
    let other = shop.redeem_as("o-9", cart_of("ana", 6000), &["FINAL"]).await.unwrap_err();
    assert_eq!(other.error, ErrorCode::OrderAlreadyCommitted);
    shop.patch(&coupon["id"], json!({ "status": "paused" })).await.unwrap();
    shop.at("2026-06-05T00:00:00Z");
    let later = shop.redeem_as("o-9", cart_of("ana", 5000), &["FINAL"]).await.unwrap();
    assert_eq!((&first["id"], &first["quote"]), (&later["id"], &later["quote"]));
    assert_eq!(shop.read(&coupon["id"]).await["uses"], 1);
}

#[tokio::test]
async fn a_limit_per_customer_that_comes_later_knows_the_mailbox_of_earlier_orders() {
    let shop = Shop::open().await;
    let ana = tessera_engine::from_json(br#"{"email": "ana@shop.example"}"#).unwrap();
    shop.app.put_customer(Mutation::program("/v1/customers/ana"), "ana", ana).await.unwrap();
    let coupon = shop.coupon(ten_percent("LATE", json!({}))).await;
    for _ in 0..3 {
        shop.redeem(cart_of("ana", 5000), &["LATE"]).await.unwrap();
    }
    shop.patch(&coupon["id"], json!({ "limits": { "per_customer": 3 } })).await.unwrap();
    let mut guest = cart(5000);
    guest["customer"] = json!({ "email": "Ana+new@shop.example" });
    let refused = shop.redeem(guest, &["LATE"]).await.unwrap_err();
    assert_eq!(reason(&refused.more["rejected"]), "discount_code_customer_limit_reached");
}

#[tokio::test]
async fn a_browser_learns_nothing_of_a_customers_history() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("ONLY1", json!({ "limits": { "per_customer": 1 } }))).await;
    let mut as_ben = cart(5000);
    as_ben["customer"] = json!({ "email": "ben@shop.example" });
    shop.redeem(as_ben.clone(), &["ONLY1"]).await.unwrap();
    let page = Caller { kind: KeyKind::Publishable, ..Caller::program() };
    let mut quotes = Vec::new();
    for email in ["ben@shop.example", "stranger@shop.example"] {
        as_ben["customer"]["email"] = json!(email);
        let body = json!({ "cart": as_ben, "discounts": { "codes": ["ONLY1"] } }).to_string();
        quotes.push(json!(
            shop.app.create_quote(&page, QuoteRequest::from_json(body.as_bytes()).unwrap()).await.unwrap()
        ));
    }
    assert_eq!(quotes[0], quotes[1], "whoever the browser says it is, the answer is the same");
    assert_eq!((&quotes[0]["verified"], &quotes[0]["totals"]["savings"]), (&json!(false), &json!(500)));
    let server = shop
        .quote(json!({ "currency": "USD", "line_items": [], "customer": { "email": "ben@shop.example" } }), &["ONLY1"])
        .await;
    assert_eq!(reason(&server["discounts"]["rejected"]), "discount_code_customer_limit_reached");
}

#[tokio::test]
async fn what_the_store_fills_in_is_held_to_the_limits_on_amounts() {
    let shop = Shop::open().await;
    let big = tessera_engine::from_json(br#"{"setup_fee": 1000000000000, "tax_rate": 1000}"#).unwrap();
    shop.app.put_product(Mutation::program("/v1/products/big"), "big", big).await.unwrap();
    let cart =
        json!({ "currency": "USD", "line_items": [{ "product_id": "big", "quantity": 1_000_000, "unit_price": 1 }] });
    let body = json!({ "cart": cart }).to_string();
    let refused =
        shop.app.create_quote(&Caller::program(), QuoteRequest::from_json(body.as_bytes()).unwrap()).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::InvalidBody);
    assert_eq!(refused.errors[0].pointer, "/cart/line_items/0/setup_fee");
    assert_eq!(refused.errors[0].code, "amount_too_large");
}

#[tokio::test]
async fn of_two_codes_of_a_coupon_the_one_with_uses_left_is_used() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("FIRST", json!({ "limits": { "per_code": 1 } }))).await;
    shop.code(coupon["id"].as_str().unwrap(), json!({ "code": "SECOND" })).await.unwrap();
    shop.redeem(cart(5000), &["FIRST"]).await.unwrap();
    for codes in [["FIRST", "SECOND"], ["SECOND", "FIRST"]] {
        let quote = shop.quote(cart(5000), &codes).await;
        assert_eq!(quote["discounts"]["applied"][0]["code"], "SECOND", "{codes:?}");
        assert_eq!(reason(&quote["discounts"]["rejected"]), "discount_code_already_applied", "{codes:?}");
    }
    let placed = shop.redeem(cart(5000), &["FIRST", "SECOND"]).await.unwrap();
    assert_eq!(placed["redemptions"][0]["code"], "SECOND");
    let refused = shop.redeem(cart(5000), &["SECOND", "FIRST"]).await.unwrap_err();
    assert_eq!(reason(&refused.more["rejected"]), "discount_code_usage_limit_reached");
    assert_eq!(shop.read(&coupon["id"]).await["uses"], 2);
    shop.verify().await;
}

fn automatic(limits: serde_json::Value) -> serde_json::Value {
    ten_percent("AUTO", json!({ "activation": "automatic", "code": null, "limits": limits }))
}

/// A use that is held for one customer is not one of another's.
#[tokio::test]
async fn a_hold_that_goes_to_a_customer_at_the_limit_goes_without_the_coupon() {
    for limits in [json!({ "per_customer": 1 }), json!({ "budget_per_customer": { "USD": 500 } })] {
        let shop = Shop::open().await;
        shop.coupon(automatic(limits)).await;
        let saved = |answer: &serde_json::Value| answer["quote"]["totals"]["savings"].clone();
        assert_eq!(saved(&shop.redeem(cart_of("ana", 5000), &[]).await.unwrap()), 500);
        let held = shop.hold("o1", cart_of("ben", 5000), &[]).await.unwrap();
        assert_eq!(saved(&shop.follow(&held, cart_of("cem", 5000), &[]).await.unwrap()), 500);
        assert_eq!(saved(&shop.follow(&held, cart_of("cem", 4000), &[]).await.unwrap()), 400);
        let placed = shop.commit(&held, json!({ "cart": cart_of("ana", 4000) })).await.unwrap();
        assert_eq!((saved(&placed), placed["redemptions"].as_array().unwrap().len()), (json!(0), 0));
        assert_eq!(saved(&shop.redeem_as("o2", cart_of("ben", 5000), &[]).await.unwrap()), 500);
        let amended = shop.amend("o2", json!({ "cart": cart_of("cem", 5000) })).await.unwrap();
        assert_eq!(saved(&amended), 500);
        let amended = shop.amend("o2", json!({ "cart": cart_of("ana", 5000) })).await.unwrap();
        assert_eq!(saved(&amended), 0);
        shop.verify().await;
    }
}

/// A use counts on the day it was first held, and that day's budget is asked.
#[tokio::test]
async fn a_hold_that_is_priced_again_after_midnight_has_the_rest_of_its_day() {
    let shop = Shop::open().await;
    shop.coupon(automatic(json!({ "budget_per_day": { "USD": 500 } }))).await;
    let saved = |answer: &serde_json::Value| answer["quote"]["totals"]["savings"].as_i64().unwrap();
    shop.at("2026-06-03T23:55:00Z");
    let held = shop.hold("o1", cart(3000), &[]).await.unwrap();
    assert_eq!((saved(&held), saved(&shop.redeem(cart(1000), &[]).await.unwrap())), (300, 100));
    shop.at("2026-06-04T00:01:00Z");
    assert_eq!(saved(&shop.follow(&held, cart(6000), &[]).await.unwrap()), 400);
    assert_eq!(saved(&shop.hold("o1", cart(7000), &[]).await.unwrap()), 400);
    assert_eq!(saved(&shop.redeem_as("o1", cart(8000), &[]).await.unwrap()), 400);
    assert_eq!(saved(&shop.redeem(cart(6000), &[]).await.unwrap()), 500, "the new day has all of its own");
    shop.verify().await;
}
