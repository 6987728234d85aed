//! What goes back, and what becomes of an order after it was placed.

use serde_json::{Value, json};
use tessera_app::problem::ErrorCode;

use crate::shop::{Shop, cart, cart_of, reason, ten_percent};

fn lines(lines: &[(&str, i64, u32)]) -> Value {
    let line = |&(id, unit_price, quantity): &(&str, i64, u32)| json!({ "id": id, "product_id": id, "unit_price": unit_price, "quantity": quantity });
    json!({ "currency": "USD", "line_items": lines.iter().map(line).collect::<Vec<_>>() })
}

fn units(line: &str, quantity: u32) -> Value {
    json!({ "lines": [{ "line_id": line, "quantity": quantity }] })
}

#[tokio::test]
async fn thirds_of_twenty_sum_to_it_in_any_order() {
    let shop = Shop::open().await;
    let mut cart = lines(&[("a", 1000, 3)]);
    cart["line_items"][0]["unit_price"] = json!(667);
    shop.coupon(json!({ "name": "n", "status": "enabled", "code": "CENT",
        "benefits": [{ "kind": "amount_off", "amount": { "USD": 1 }, "per": "order" }] }))
        .await;
    assert_eq!(shop.redeem_as("o1", cart, &["CENT"]).await.unwrap()["quote"]["totals"]["total"], 2000);
    let mut parts = Vec::new();
    for _ in 0..3 {
        parts.push(shop.refund("o1", units("a", 1)).await.unwrap()["amount"].as_i64().unwrap());
    }
    assert_eq!(parts, [666, 667, 667]);
    assert_eq!(shop.order("o1").await["state"], "refunded");
    assert_eq!(shop.refund("o1", units("a", 1)).await.unwrap_err().error, ErrorCode::OrderEnded);
}

#[tokio::test]
async fn r237_what_was_paid_for_a_line_goes_back_and_the_coupon_stays_used() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("TEN", json!({ "limits": { "total": 1 } }))).await;
    shop.redeem_as("o1", lines(&[("a", 6000, 1), ("b", 4000, 1)]), &["TEN"]).await.unwrap();
    let refund = shop.refund("o1", units("b", 1)).await.unwrap();
    assert_eq!(
        (&refund["amount"], &refund["to_payment"], &refund["restored"]),
        (&json!(3600), &json!(3600), &json!([]))
    );
    assert_eq!(shop.read(&coupon["id"]).await["uses"], 1);
    let order = shop.order("o1").await;
    assert_eq!(
        (&order["state"], &order["refunded"], &order["refunds"][0]["amount"]),
        (&json!("placed"), &json!(3600), &json!(3600))
    );
}

#[tokio::test]
async fn five_of_six_come_back_under_keep_and_under_reprice() {
    for (policy, amount, withheld) in [("keep", 22_500, 0), ("reprice", 22_000, 500)] {
        let shop = Shop::open().await;
        shop.coupon(ten_percent("SIX", json!({ "conditions": { "kind": "order_amount", "min": { "USD": 10_000 } } })))
            .await;
        shop.redeem_as("o1", lines(&[("a", 5000, 6)]), &["SIX"]).await.unwrap();
        let mut body = units("a", 5);
        body["policy"] = json!(policy);
        let refund = shop.refund("o1", body).await.unwrap();
        assert_eq!((&refund["amount"], &refund["withheld"]), (&json!(amount), &json!(withheld)), "{policy}");
        let rest = shop.refund("o1", json!({ "full": true })).await.unwrap();
        assert_eq!(rest["amount"], 27_000 - amount, "all that was paid goes back in the end");
    }
}

#[tokio::test]
async fn tax_shipping_fees_and_setup_fees_go_back_with_what_they_belong_to() {
    let shop = Shop::open().await;
    let cart = json!({
        "currency": "USD", "prices_include_tax": false,
        "line_items": [{ "id": "a", "product_id": "a", "unit_price": 1000, "quantity": 2, "tax_rate": 20, "setup_fee": 500 }],
        "shipping": { "service": "ground", "amount": 800, "tax_rate": 20 },
        "fees": [{ "id": "payment", "amount": 100, "tax_rate": 0 }],
    });
    let placed = shop.redeem_as("o1", cart, &[]).await.unwrap();
    assert_eq!(placed["quote"]["totals"]["total"], 4660);
    let one = shop.refund("o1", units("a", 1)).await.unwrap();
    assert_eq!((&one["amount"], &one["tax"]), (&json!(1800), &json!(300)));
    let fee = shop.refund("o1", json!({ "fees": ["payment"] })).await.unwrap();
    assert_eq!((&fee["amount"], &fee["tax"]), (&json!(100), &json!(0)));
    let again = shop.refund("o1", json!({ "fees": ["payment", "none"], "shipping": true, "lines": [{ "line_id": "b", "quantity": 1 }, { "line_id": "a", "quantity": 2 }] })).await.unwrap_err();
    let pointers: Vec<&str> = again.errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/lines/0/line_id", "/lines/1/quantity", "/fees/0", "/fees/1"]);
    let rest = shop.refund("o1", json!({ "full": true })).await.unwrap();
    assert_eq!((&rest["amount"], &rest["tax"], &rest["shipping"]["amount"]), (&json!(2760), &json!(460), &json!(960)));
    assert_eq!(shop.order("o1").await["refunded"], 4660);
}

#[tokio::test]
async fn a_whole_refund_restores_as_the_setting_says() {
    for (setting, ended, expected) in
        [("never", false, 1), ("always", true, 0), ("if_still_valid", false, 0), ("if_still_valid", true, 1)]
    {
        let shop = Shop::open().await;
        shop.settings(json!({ "restore_uses": setting })).await;
        let coupon = shop
            .coupon(ten_percent(
                "BACK",
                json!({ "limits": { "per_customer": 1, "budget": { "USD": 500 } },
                "validity": { "ends_at": "2026-06-04T00:00:00Z" } }),
            ))
            .await;
        shop.redeem_as("o1", cart_of("ana", 5000), &["BACK"]).await.unwrap();
        if ended {
            shop.at("2026-06-05T00:00:00Z");
        }
        let refund = shop.refund("o1", json!({ "full": true })).await.unwrap();
        assert_eq!(refund["restored"].as_array().unwrap().len(), 1 - expected, "{setting} {ended}");
        assert_eq!(shop.read(&coupon["id"]).await["uses"], expected, "{setting} {ended}");
        shop.at("2026-06-03T13:00:00Z");
        let again = shop.quote(cart_of("ana", 5000), &["BACK"]).await;
        assert_eq!(again["totals"]["savings"], if expected == 0 { 500 } else { 0 }, "{setting} {ended}");
    }
}

#[tokio::test]
async fn r114_r235_a_cancelled_use_can_be_used_again_and_the_order_keeps_its_amounts() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("ONCE", json!({ "limits": { "per_customer": 1 } }))).await;
    let placed = shop.redeem_as("o1", cart_of("ana", 5000), &["ONCE"]).await.unwrap();
    assert_eq!(shop.quote(cart_of("ana", 5000), &["ONCE"]).await["totals"]["savings"], 0);
    let cancelled = shop.cancel_redemption(&placed["redemptions"][0]).await.unwrap();
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(shop.cancel_redemption(&placed["redemptions"][0]).await.unwrap()["state"], "cancelled");
    assert_eq!(shop.quote(cart_of("ana", 5000), &["ONCE"]).await["totals"]["savings"], 500);
    assert_eq!(shop.order("o1").await["quote"]["totals"]["savings"], 500);
    assert_eq!(shop.read(&coupon["id"]).await["uses"], 0);
    let held = shop.hold("o2", cart_of("ana", 5000), &["ONCE"]).await.unwrap();
    let refused = shop.cancel_redemption(&held["redemptions"][0]).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::RedemptionNotCommitted);
}

#[tokio::test]
async fn a_cancelled_order_gives_everything_back_and_was_no_first_order() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent(
        "FIRST",
        json!({ "conditions": { "kind": "first_order" }, "limits": { "total": 1, "budget": { "USD": 500 } } }),
    ))
    .await;
    shop.redeem_as("o1", cart_of("ana", 5000), &["FIRST"]).await.unwrap();
    assert_eq!(shop.quote(cart_of("ana", 5000), &["FIRST"]).await["totals"]["savings"], 0);
    let cancelled = shop.cancel_order("o1").await.unwrap();
    assert_eq!(
        (&cancelled["state"], &cancelled["redemptions"][0]["state"]),
        (&json!("cancelled"), &json!("cancelled"))
    );
    assert_eq!(shop.cancel_order("o1").await.unwrap()["state"], "cancelled", "once more: the same");
    assert_eq!(
        shop.redeem_as("o2", cart_of("ana", 5000), &["FIRST"]).await.unwrap()["quote"]["totals"]["savings"],
        500
    );
    assert_eq!(shop.cancel_order("none").await.unwrap_err().error, ErrorCode::OrderUnknown);
}

#[tokio::test]
async fn an_amended_order_keeps_its_coupons_and_gives_no_more() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("TEN", json!({ "limits": { "total": 1 } }))).await;
    shop.redeem_as("o1", cart(5000), &["TEN"]).await.unwrap();
    shop.patch(&coupon["id"], json!({ "status": "paused" })).await.unwrap();
    let capped = shop.amend("o1", json!({ "cart": cart(9000) })).await.unwrap();
    assert_eq!((&capped["quote"]["totals"]["savings"], &capped["total"]), (&json!(500), &json!(8500)));
    let more = shop.amend("o1", json!({ "cart": cart(9000), "allow_more": true })).await.unwrap();
    assert_eq!((&more["quote"]["totals"]["savings"], &more["redemptions"][0]["amount"]), (&json!(900), &json!(900)));
    let changed = shop.amend("o1", json!({ "cart": cart(2000), "expected_total": 1 })).await.unwrap_err();
    assert_eq!(changed.error, ErrorCode::TotalChanged);
    assert_eq!(shop.order("o1").await["total"], 8100);
    shop.refund("o1", units("1", 1)).await.unwrap();
    assert_eq!(shop.amend("o1", json!({ "cart": cart(1) })).await.unwrap_err().error, ErrorCode::OrderEnded);
    assert_eq!(shop.read(&coupon["id"]).await["uses"], 0);
}

#[tokio::test]
async fn what_came_back_before_is_a_refusal_that_is_kept_and_more_than_there_was_a_fault() {
    let shop = Shop::open().await;
    shop.redeem_as("o1", three(), &[]).await.unwrap();
    shop.refund("o1", units("1", 2)).await.unwrap();
    let refused = shop.refund("o1", units("1", 2)).await.unwrap_err();
    assert_eq!((refused.error, refused.is_kept()), (ErrorCode::AlreadyRefunded, true));
    let fault = shop.refund("o1", units("1", 4)).await.unwrap_err();
    assert_eq!((fault.error, fault.errors[0].code, fault.is_kept()), (ErrorCode::InvalidBody, "out_of_range", false));
}

fn three() -> serde_json::Value {
    let mut cart = cart(400);
    cart["line_items"][0]["quantity"] = json!(3);
    cart
}

#[tokio::test]
async fn an_order_that_came_back_whole_is_taken_off_what_was_spent_once() {
    let shop = Shop::open().await;
    let spent = json!({ "conditions": { "kind": "total_spent", "min": { "USD": 5000 } } });
    shop.coupon(ten_percent("LOYAL", spent)).await;
    for (order_id, unit_price) in [("o1", 5000), ("o2", 4000), ("o3", 3000)] {
        shop.redeem_as(order_id, cart_of("ana", unit_price), &[]).await.unwrap();
    }
    // What was spent on the first stays.
    shop.refund("o2", json!({ "full": true })).await.unwrap();
    shop.refund("o3", json!({ "full": true })).await.unwrap();
    let quote = shop.quote(cart_of("ana", 1000), &["LOYAL"]).await;
    assert_eq!(quote["totals"]["savings"], 100, "{quote}");
}

/// A refund of nothing changes no amount of the order, and is a refund all the same.
#[tokio::test]
async fn an_order_with_a_refund_of_nothing_is_not_amended() {
    let shop = Shop::open().await;
    let mut free = cart(400);
    free["line_items"][0]["unit_price"] = json!(0);
    shop.redeem_as("o1", free, &[]).await.unwrap();
    let refund = shop.refund("o1", units("1", 1)).await.unwrap();
    assert_eq!(refund["amount"], 0);
    assert!(shop.amend("o1", json!({ "cart": cart(400) })).await.is_err());
}

/// A renewal of a line that its first order has no more is priced as it was placed.
#[tokio::test]
async fn a_renewal_is_refunded_and_amended_though_its_first_order_lost_the_line() {
    let shop = Shop::open().await;
    let mut coupon = ten_percent("EVER", json!({ "renewals": -1 }));
    coupon["benefits"] = json!([{ "kind": "percent_off", "percent": 10 }]);
    shop.coupon(coupon).await;
    shop.redeem_as("o1", lines(&[("a", 5000, 1), ("b", 3000, 1)]), &["EVER"]).await.unwrap();
    let renewal = |quantity: u32, number: u32| {
        let mut cart = lines(&[("a", 5000, quantity)]);
        cart["billing"] = json!({ "subscription_id": "s1", "first_order_id": "o1", "first_line_ids": ["a"], "renewal_number": number });
        cart
    };
    shop.redeem_as("o2", renewal(2, 1), &[]).await.unwrap();
    let held = shop.hold("o3", renewal(1, 2), &[]).await.unwrap();
    shop.amend("o1", json!({ "cart": lines(&[("b", 3000, 1)]) })).await.unwrap();
    let amended = shop.amend("o2", json!({ "cart": renewal(3, 1), "allow_more": true })).await.unwrap();
    assert_eq!(amended["total"], 13_500);
    let mut body = units("a", 1);
    body["policy"] = json!("reprice");
    assert_eq!(shop.refund("o2", body).await.unwrap()["amount"], 4_500);
    assert_eq!(shop.follow(&held, renewal(2, 2), &[]).await.unwrap()["quote"]["totals"]["total"], 9_000);
    let placed = shop.commit(&held, json!({ "cart": renewal(1, 2) })).await.unwrap();
    assert_eq!(placed["quote"]["totals"]["total"], 4_500);
    let unknown = shop.redeem_as("o4", renewal(1, 3), &[]).await.unwrap_err();
    assert_eq!((unknown.error, unknown.errors[0].code), (ErrorCode::InvalidBody, "line_unknown"));
}

#[tokio::test]
async fn what_is_kept_is_not_priced_with_a_coupon_that_an_amendment_dropped() {
    let shop = Shop::open().await;
    let all =
        json!({ "combines_with": { "item": true, "order": true, "shipping": true, "codes": true, "automatic": true } });
    let amount = |member: &str, minor: i64| json!({ "kind": "order_amount", member: { "USD": minor } });
    shop.coupon(ten_percent("TEN", json!({ "stacking": all, "conditions": amount("min", 2_200) }))).await;
    shop.coupon(ten_percent(
        "SMALL",
        json!({ "activation": "automatic", "code": null, "stacking": all, "conditions": amount("max", 3_000),
        "benefits": [{ "kind": "percent_off", "percent": 50 }] }),
    ))
    .await;
    let cart = |unit_price: i64| lines(&[("a", unit_price, 1), ("b", unit_price, 1)]);
    let placed = shop.redeem_as("o1", cart(1_250), &["TEN"]).await.unwrap();
    assert_eq!(placed["redemptions"].as_array().unwrap().len(), 2);
    let amended = shop.amend("o1", json!({ "cart": cart(2_000), "allow_more": true })).await.unwrap();
    assert_eq!(amended["total"], 3_600);
    let mut body = units("b", 1);
    body["policy"] = json!("reprice");
    // 36.00 were paid, and what is kept costs 20.00 without either.
    assert_eq!(shop.refund("o1", body).await.unwrap()["amount"], 1_600);
}

/// Found by the simulation: what the amendment had dropped was told to be refunded, and `tessera verify` failed.
#[tokio::test]
async fn a_use_that_an_amendment_dropped_is_not_refunded_with_the_order() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("TEN", json!({ "conditions": { "kind": "order_amount", "min": { "USD": 5000 } } }))).await;
    shop.redeem_as("o1", lines(&[("a", 6000, 1)]), &["TEN"]).await.unwrap();
    let amended = shop.amend("o1", json!({ "cart": lines(&[("a", 1000, 1)]), "expected_total": 1000 })).await.unwrap();
    assert_eq!(amended["redemptions"][0]["state"], "cancelled");
    let refund = shop.refund("o1", json!({ "full": true })).await.unwrap();
    assert_eq!((refund["amount"].as_i64(), refund["restored"].clone()), (Some(1000), json!([])));
    let order = shop.order("o1").await;
    assert_eq!(
        (order["state"].as_str(), order["redemptions"][0]["state"].as_str()),
        (Some("refunded"), Some("cancelled"))
    );
    shop.verify().await;
}

/// 5.00 of a budget of 5.00: the use is cancelled by itself, and the order keeps its amounts; when it is priced again
/// without the discount, the money is free.
#[tokio::test]
async fn a_use_that_was_cancelled_leaves_the_budget_when_its_order_is_amended() {
    let shop = Shop::open().await;
    let campaign = shop.campaign(json!({ "name": "Spring", "budget": { "USD": 500 } })).await;
    let budgets = json!({ "limits": { "budget": { "USD": 500 }, "per_day": 2 }, "campaign_id": campaign });
    shop.coupon(ten_percent("TEN", budgets)).await;
    let placed = shop.redeem_as("o1", lines(&[("a", 5000, 1)]), &["TEN"]).await.unwrap();
    shop.cancel_redemption(&placed["redemptions"][0]).await.unwrap();
    let refused = shop.redeem(lines(&[("a", 5000, 1)]), &["TEN"]).await.unwrap_err();
    assert_eq!(reason(&refused.more["rejected"]), "discount_code_budget_exhausted");
    let amended = shop.amend("o1", json!({ "cart": lines(&[("a", 4000, 1)]) })).await.unwrap();
    assert_eq!(amended["total"], 4000);
    shop.verify().await;
    // The day's count stays taken once.
    assert_eq!(shop.redeem(lines(&[("a", 5000, 1)]), &["TEN"]).await.unwrap()["quote"]["totals"]["savings"], 500);
    let refused = shop.redeem(lines(&[("a", 5000, 1)]), &["TEN"]).await.unwrap_err();
    assert_eq!(reason(&refused.more["rejected"]), "discount_code_daily_limit_reached");
    shop.cancel_order("o1").await.unwrap();
    shop.verify().await;
}
