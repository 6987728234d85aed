//! Campaigns: what several coupons give together.

use futures::future::join_all;
use serde_json::{Value, json};
use tessera_app::{Caller, ErrorCode};
use tessera_engine::Locale;

use crate::cluster::Database;
use crate::shop::{Shop, cart, reason, ten_percent};

/// What a campaign gave by orders and by holds, in dollars.
async fn given(shop: &Shop, id: &str) -> (i64, i64) {
    let campaign = shop.app.read_campaign(&Caller::program(), id).await.unwrap();
    let dollars = |sums: Option<std::collections::BTreeMap<String, i64>>| sums.unwrap()["USD"];
    (dollars(campaign.budget_used), dollars(campaign.budget_held))
}

fn saved(placed: &Value) -> i64 {
    placed["quote"]["totals"]["savings"].as_i64().unwrap()
}

#[tokio::test]
async fn r308_two_coupons_of_a_campaign_stop_when_its_budget_is_given() {
    let shop = Shop::open().await;
    let id = shop.campaign(json!({ "name": "Spring", "budget": { "USD": 500 } })).await;
    for code in ["ONE", "TWO"] {
        shop.coupon(ten_percent(code, json!({ "campaign_id": id }))).await;
    }
    assert_eq!(saved(&shop.redeem(cart(3_000), &["ONE"]).await.unwrap()), 300);
    // The last discount is cut to what is left.
    let placed = shop.redeem(cart(3_000), &["TWO"]).await.unwrap();
    assert_eq!((saved(&placed), placed["seq"][format!("{id}/budget:USD")].as_u64()), (200, Some(2)));
    assert_eq!(given(&shop, &id).await, (500, 0));
    for code in ["ONE", "TWO"] {
        let refused = shop.redeem(cart(3_000), &[code]).await.unwrap_err();
        assert_eq!(reason(&refused.more["rejected"]), "discount_code_budget_exhausted");
    }
    shop.patch_campaign(&id, json!({ "budget": { "USD": 600 } })).await.unwrap();
    assert_eq!(saved(&shop.redeem(cart(3_000), &["ONE"]).await.unwrap()), 100);
    shop.verify().await;
}

#[tokio::test]
async fn a_hold_keeps_its_share_and_gives_it_back() {
    let shop = Shop::open().await;
    let id = shop.campaign(json!({ "name": "Spring", "budget": { "USD": 500 } })).await;
    for code in ["ONE", "TWO"] {
        shop.coupon(ten_percent(code, json!({ "campaign_id": id }))).await;
    }
    let held = shop.hold("o1", cart(4_000), &["ONE"]).await.unwrap();
    assert_eq!(given(&shop, &id).await, (0, 400));
    assert_eq!(saved(&shop.hold("o2", cart(4_000), &["TWO"]).await.unwrap()), 100);
    // A retry of the order sees its own hold as free; a lowered budget leaves a live hold what it has.
    let again = shop.hold("o1", cart(3_900), &["ONE"]).await.unwrap();
    assert_eq!((saved(&again), given(&shop, &id).await), (390, (0, 490)));
    assert!(shop.commit(&held, json!({})).await.is_err());
    shop.patch_campaign(&id, json!({ "budget": { "USD": 50 } })).await.unwrap();
    let placed = shop.commit(&again, json!({ "cart": cart(3_800) })).await.unwrap();
    assert_eq!((saved(&placed), given(&shop, &id).await), (380, (380, 100)));
    shop.at("2026-06-03T13:00:00Z");
    shop.patch_campaign(&id, json!({ "budget": { "USD": 500 } })).await.unwrap();
    // What the hold on the other coupon held is free once it is past its time.
    assert_eq!(saved(&shop.redeem(cart(4_000), &["ONE"]).await.unwrap()), 120);
    shop.cancel_order("o1").await.unwrap();
    assert_eq!(given(&shop, &id).await, (120, 0));
    shop.verify().await;
}

#[tokio::test]
async fn a_budget_in_other_currencies_and_an_unknown_campaign_are_told() {
    let shop = Shop::open().await;
    let id = shop.campaign(json!({ "name": "Spring", "budget": { "EUR": 500 } })).await;
    let coupon = shop.coupon(ten_percent("ONE", json!({ "campaign_id": id }))).await;
    let refused = shop.redeem(cart(3_000), &["ONE"]).await.unwrap_err();
    assert_eq!(reason(&refused.more["rejected"]), "discount_code_currency_mismatch");
    let unknown = shop.patch(&coupon["id"], json!({ "campaign_id": "cmp_none" })).await.unwrap_err();
    assert_eq!((unknown.error, unknown.errors[0].pointer.as_str()), (ErrorCode::InvalidBody, "/campaign_id"));
    shop.patch_campaign(&id, json!({ "budget": null })).await.unwrap();
    assert_eq!(saved(&shop.redeem(cart(3_000), &["ONE"]).await.unwrap()), 300);
    shop.verify().await;
}

#[tokio::test]
async fn the_words_of_a_coupon_tell_the_time_its_campaign_leaves_it() {
    let shop = Shop::open().await;
    let spring = json!({ "name": "Spring", "starts_at": "2026-03-01T00:00:00Z", "ends_at": "2030-04-01T00:00:00Z" });
    let id = shop.campaign(spring).await;
    let validity = json!({ "starts_at": "2026-02-01T00:00:00Z", "ends_at": "2030-05-01T00:00:00Z" });
    let coupon = shop.coupon(ten_percent("ONE", json!({ "campaign_id": id, "validity": validity }))).await;
    let own = coupon["id"].as_str().unwrap();
    let words = shop.app.summarise_coupon(&Caller::program(), own, Locale::En).await.unwrap().summary;
    assert!(words.contains("From 1 March 2026 to 31 March 2030."), "{words}");
}

/// 30 orders at once on two coupons, 1.00 off each, of 20.50: 20.50 are given.
async fn race(shops: [&Shop; 2]) {
    let id = shops[0].campaign(json!({ "name": "Spring", "budget": { "USD": 2_050 } })).await;
    for code in ["ONE", "TWO"] {
        shops[0].coupon(ten_percent(code, json!({ "campaign_id": id }))).await;
    }
    let orders = (0..30).map(|number| {
        let shop = shops[number % 2].clone();
        let code = if number % 3 == 0 { "ONE" } else { "TWO" };
        tokio::spawn(async move { shop.redeem(cart(1_000), &[code]).await })
    });
    let mut sum = 0;
    for placed in join_all(orders).await {
        match placed.unwrap() {
            Ok(placed) => sum += saved(&placed),
            Err(refused) => assert_eq!(reason(&refused.more["rejected"]), "discount_code_budget_exhausted"),
        }
    }
    assert_eq!((sum, given(shops[1], &id).await), (2_050, (2_050, 0)));
    shops[1].verify().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn coupons_in_parallel_never_give_more_than_their_campaign_has() {
    let shop = Shop::open().await;
    race([&shop, &shop]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn coupons_in_parallel_on_two_nodes_never_give_more_than_their_campaign_has() {
    let database = Database::new();
    let (one, other) = (Shop::open_on(&database.url).await, Shop::open_on(&database.url).await);
    race([&one, &other]).await;
}

/// A coupon of ten percent that goes with any other.
fn sharing(name: &str, campaign_id: &str, more: Value) -> Value {
    let all = json!({ "item": true, "order": true, "shipping": true, "codes": true, "automatic": true });
    let stacking = json!({ "combines_with": all, "priority": if name == "LAST" { 200 } else { 100 } });
    let mut coupon = ten_percent(name, json!({ "campaign_id": campaign_id, "stacking": stacking }));
    for (name, value) in more.as_object().unwrap() {
        coupon[name] = value.clone();
    }
    coupon
}

fn automatic() -> Value {
    json!({ "activation": "automatic", "code": null })
}

#[tokio::test]
async fn two_automatic_coupons_of_a_campaign_give_no_more_than_its_rest() {
    let shop = Shop::open().await;
    let id = shop.campaign(json!({ "name": "Spring", "budget": { "USD": 500 } })).await;
    for name in ["ONE", "TWO"] {
        shop.coupon(sharing(name, &id, automatic())).await;
    }
    let placed = shop.redeem(cart(4_000), &[]).await.unwrap();
    let gave: Vec<i64> =
        placed["redemptions"].as_array().unwrap().iter().map(|one| one["amount"].as_i64().unwrap()).collect();
    assert_eq!((saved(&placed), gave), (500, vec![400, 100]));
    assert_eq!(given(&shop, &id).await, (500, 0));
    assert_eq!(saved(&shop.redeem(cart(4_000), &[]).await.unwrap()), 0);
    shop.verify().await;
}

#[tokio::test]
async fn two_codes_of_a_campaign_share_its_rest_and_one_that_finds_nothing_is_lost_by_name() {
    let shop = Shop::open().await;
    let id = shop.campaign(json!({ "name": "Spring", "budget": { "USD": 400 } })).await;
    for code in ["ONE", "TWO"] {
        shop.coupon(sharing(code, &id, json!({}))).await;
    }
    let refused = shop.redeem(cart(4_000), &["ONE", "TWO"]).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::DiscountNotAvailable);
    assert_eq!(refused.more["rejected"].as_array().unwrap().len(), 1);
    assert_eq!(reason(&refused.more["rejected"]), "discount_code_budget_exhausted");
    shop.patch_campaign(&id, json!({ "budget": { "USD": 500 } })).await.unwrap();
    assert_eq!(saved(&shop.redeem(cart(4_000), &["ONE", "TWO"]).await.unwrap()), 500);
    shop.verify().await;
}

/// What an order holds of a campaign is free to it, and to nobody else, though the budget is lower by now.
#[tokio::test]
async fn coupons_that_hold_of_a_campaign_share_what_they_hold() {
    let shop = Shop::open().await;
    let id = shop.campaign(json!({ "name": "Spring", "budget": { "USD": 1_000 } })).await;
    for code in ["ONE", "TWO", "LAST"] {
        shop.coupon(sharing(code, &id, json!({}))).await;
    }
    let held = shop.hold("o1", cart(4_000), &["ONE", "TWO"]).await.unwrap();
    assert_eq!((saved(&held), given(&shop, &id).await), (760, (0, 760)));
    shop.patch_campaign(&id, json!({ "budget": { "USD": 50 } })).await.unwrap();
    let more = shop.follow(&held, cart(5_000), &["ONE", "TWO"]).await.unwrap();
    assert_eq!((saved(&more), given(&shop, &id).await), (760, (0, 760)));
    // What they leave of it is not there for another coupon, nor is the campaign's own rest more than 0.50.
    let other = shop.follow(&held, cart(3_000), &["ONE", "TWO", "LAST"]).await.unwrap();
    assert_eq!((saved(&other), given(&shop, &id).await), (620, (0, 620)));
    let placed = shop.commit(&held, json!({ "cart": cart(2_900) })).await.unwrap();
    assert_eq!((saved(&placed), given(&shop, &id).await), (620, (620, 0)));
    shop.verify().await;
}

#[tokio::test]
async fn an_amended_order_has_the_rest_of_its_campaign_and_what_it_gave() {
    let shop = Shop::open().await;
    let id = shop.campaign(json!({ "name": "Spring", "budget": { "USD": 800 } })).await;
    for name in ["ONE", "TWO"] {
        shop.coupon(sharing(name, &id, automatic())).await;
    }
    assert_eq!(saved(&shop.redeem_as("o1", cart(2_000), &[]).await.unwrap()), 380);
    shop.redeem(cart(1_000), &[]).await.unwrap();
    assert_eq!(given(&shop, &id).await, (570, 0));
    let amended = shop.amend("o1", json!({ "cart": cart(4_000), "allow_more": true })).await.unwrap();
    assert_eq!((saved(&amended), given(&shop, &id).await), (610, (800, 0)));
    shop.verify().await;
}

/// A hold that begins anew counts where its coupon is now.
#[tokio::test]
async fn a_coupon_that_moved_to_another_campaign_is_held_anew_in_that() {
    let shop = Shop::open().await;
    let before = shop.campaign(json!({ "name": "Spring", "budget": { "USD": 300 } })).await;
    let after = shop.campaign(json!({ "name": "Summer", "budget": { "USD": 450 } })).await;
    let coupon = shop.coupon(sharing("ONE", &before, json!({}))).await;
    shop.hold("o1", cart(3_000), &["ONE"]).await.unwrap();
    shop.patch(&coupon["id"], json!({ "campaign_id": after })).await.unwrap();
    let held = shop.hold("o1", cart(5_000), &["ONE"]).await.unwrap();
    assert_eq!(saved(&held), 450);
    assert_eq!((given(&shop, &before).await, given(&shop, &after).await), ((0, 0), (0, 450)));
    // What is held goes on where it is.
    shop.patch(&coupon["id"], json!({ "campaign_id": before })).await.unwrap();
    assert_eq!(saved(&shop.commit(&held, json!({ "cart": cart(4_000) })).await.unwrap()), 400);
    assert_eq!((given(&shop, &before).await, given(&shop, &after).await), ((0, 0), (400, 0)));
    shop.verify().await;
}

/// Found by the simulation: each of the two was promised the 0.29 that are left, and no order could be placed with both.
#[tokio::test]
async fn two_coupons_of_a_campaign_on_one_order_share_what_is_left() {
    let shop = Shop::open().await;
    let id = shop.campaign(json!({ "name": "Spring", "budget": { "USD": 29 } })).await;
    let together = json!({ "combines_with": { "item": true, "order": true, "shipping": true } });
    let percent = json!([{ "kind": "percent_off", "percent": 5 }]);
    let amount = json!([{ "kind": "amount_off", "amount": { "USD": 150 }, "per": "order" }]);
    shop.coupon(json!({ "name": "A", "status": "enabled", "activation": "automatic", "campaign_id": id,
        "benefits": percent, "stacking": together }))
        .await;
    shop.coupon(json!({ "name": "B", "status": "enabled", "code": "FIVE", "campaign_id": id,
        "benefits": amount, "stacking": together }))
        .await;
    assert_eq!(saved(&json!({ "quote": shop.quote(cart(2_297), &["FIVE"]).await })), 29);
    let body = json!({ "order_id": "o1", "cart": cart(2_297), "discounts": { "codes": ["FIVE"] }, "partial": true });
    let held = shop.hold_body(body).await.unwrap();
    assert_eq!(saved(&held), 29);
    assert_eq!(given(&shop, &id).await, (0, 29));
    shop.verify().await;
}

/// A hold of 0.30 by two coupons, of a budget of 1.00: another cart takes what is left once, not once for each coupon.
#[tokio::test]
async fn two_coupons_of_a_campaign_on_one_hold_share_what_a_larger_cart_takes() {
    let shop = Shop::open().await;
    let id = shop.campaign(json!({ "name": "Spring", "budget": { "USD": 100 } })).await;
    let together = json!({ "combines_with": { "item": true, "order": true, "shipping": true } });
    for (code, percent) in [("TEN", 10), ("FIVE", 5)] {
        shop.coupon(json!({ "name": code, "status": "enabled", "code": code, "campaign_id": id, "stacking": together,
            "benefits": [{ "kind": "percent_off", "percent": percent }] }))
            .await;
    }
    let held = shop.hold("o1", cart(200), &["TEN", "FIVE"]).await.unwrap();
    assert_eq!((saved(&held), given(&shop, &id).await), (29, (0, 29)));
    let followed = shop.follow(&held, cart(800), &["TEN", "FIVE"]).await.unwrap();
    assert_eq!((saved(&followed), given(&shop, &id).await), (100, (0, 100)));
    // A budget that was lowered since leaves a live hold what it has, and no more.
    shop.patch_campaign(&id, json!({ "budget": { "USD": 50 } })).await.unwrap();
    let placed = shop.commit(&followed, json!({ "cart": cart(900) })).await.unwrap();
    assert_eq!((saved(&placed), given(&shop, &id).await), (100, (100, 0)));
    shop.verify().await;
}

#[tokio::test]
async fn a_campaigns_calendar_holds_for_its_coupons() {
    let shop = Shop::open().await;
    let june = json!({ "name": "June", "starts_at": "2026-06-04T00:00:00Z", "ends_at": "2026-06-10T00:00:00Z", "channels": ["mail"] });
    let id = shop.campaign(june).await;
    let coupon = shop.coupon(ten_percent("JUNE", json!({ "campaign_id": id }))).await;
    assert_eq!(coupon["state"], "scheduled");
    shop.code(coupon["id"].as_str().unwrap(), json!({ "code": "JUNE-2" })).await.unwrap();
    let early = shop.redeem(cart(1000), &["JUNE"]).await.unwrap_err();
    assert_eq!(reason(&early.more["rejected"]), "discount_code_not_started");
    shop.at("2026-06-09T23:50:00Z");
    assert_eq!(shop.read(&coupon["id"]).await["state"], "active");
    let held = shop.hold("o1", cart(1000), &["JUNE"]).await.unwrap();
    shop.at("2026-06-10T00:00:00Z");
    let late = shop.redeem(cart(1000), &["JUNE"]).await.unwrap_err();
    assert_eq!(reason(&late.more["rejected"]), "discount_code_expired");
    assert_eq!(shop.read(&coupon["id"]).await["state"], "expired");
    // A live hold is honoured though the campaign is over; another code of its coupon would be another use.
    let other = shop.follow(&held, cart(900), &["JUNE-2"]).await.unwrap_err();
    assert_eq!(reason(&other.more["rejected"]), "discount_code_expired", "{other:?}");
    let both = shop.follow(&held, cart(900), &["JUNE", "JUNE-2"]).await.unwrap();
    assert_eq!((saved(&both), both["redemptions"].as_array().unwrap().len()), (90, 1));
    let placed = shop.commit(&held, json!({ "cart": cart(900) })).await.unwrap();
    assert_eq!(saved(&placed), 90);
    let longer = shop.patch_campaign(&id, json!({ "ends_at": null, "channels": ["mail", "site"] })).await.unwrap();
    assert_eq!((&longer["version"], &longer["channels"]), (&json!(2), &json!(["mail", "site"])));
    assert_eq!(saved(&shop.redeem(cart(1000), &["JUNE"]).await.unwrap()), 100);
    let backwards = shop.patch_campaign(&id, json!({ "ends_at": "2026-06-01T00:00:00Z" })).await.unwrap_err();
    assert_eq!(backwards.errors[0].pointer, "/ends_at");
    shop.verify().await;
}
