//! Coupons that are tried before they are saved, their test cases, and the figures of the overview.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tessera_app::baskets::Basket;
use tessera_app::coupons::CouponFilter;
use tessera_app::quotes::{DraftCoupon, DraftQuote};
use tessera_app::{Caller, Mutation, PageRequest};
use tessera_engine::cart::QuoteRequest;
use tessera_engine::coupon::State;
use tessera_engine::{Locale, Terms, from_json};

use crate::shop::{Shop, cart, cart_of, ten_percent};

fn draft(id: Option<&Value>, body: Value) -> DraftCoupon {
    let terms: Terms = from_json(body.to_string().as_bytes()).unwrap();
    DraftCoupon { id: id.map(|id| id.as_str().unwrap().to_owned()), terms, balance: None }
}

async fn quote(shop: &Shop, cart: Value, codes: &[&str], draft: &DraftCoupon) -> DraftQuote {
    let body = json!({ "cart": cart, "discounts": { "codes": codes } }).to_string();
    let request = QuoteRequest::from_json(body.as_bytes()).unwrap();
    shop.app.quote_draft(&Caller::program(), request, draft).await.unwrap()
}

#[tokio::test]
async fn a_draft_is_priced_among_the_coupons_of_the_shop() {
    let shop = Shop::open().await;
    let fixed = json!({ "name": "Auto", "status": "enabled", "activation": "automatic",
        "benefits": [{ "kind": "amount_off", "amount": { "USD": 200 } }],
        "stacking": { "combines_with": { "item": true, "order": true, "shipping": true } } });
    shop.coupon(fixed).await;
    let new = draft(
        None,
        json!({ "name": "New", "code": "NEW", "benefits": [{ "kind": "percent_off", "percent": 50 }],
        "stacking": { "combines_with": { "item": true, "order": true, "shipping": true } } }),
    );
    let priced = quote(&shop, cart(1_000), &["new"], &new).await;
    assert_eq!(priced.without.total, 800, "the automatic coupon alone");
    assert!(priced.quote.totals.total < 500, "{:?}", priced.quote.totals);
    assert_eq!(priced.standing.coupon_id, "draft");
    assert_eq!(priced.quote.discounts.codes, ["NEW"], "its own code is presented once");
}

#[tokio::test]
async fn an_edit_is_tried_with_the_uses_and_the_campaign_there_are() {
    let shop = Shop::open().await;
    let made = shop.coupon(ten_percent("TEN", json!({ "limits": { "per_customer": 2 } }))).await;
    shop.redeem(cart_of("ana", 1_000), &["TEN"]).await.unwrap();
    let twenty = ten_percent(
        "TEN",
        json!({ "limits": { "per_customer": 2, "total": 1 },
        "benefits": [{ "kind": "percent_off", "percent": 20 }], "status": "paused" }),
    );
    let priced = quote(&shop, cart_of("ana", 1_000), &["TEN"], &draft(Some(&made["id"]), twenty)).await;
    assert_eq!((priced.standing.uses.total, priced.standing.uses.customer), (1, Some(1)));
    assert!(priced.quote.discounts.applied.is_empty(), "one use is all the draft has");
    let ten = ten_percent("TEN", json!({ "limits": { "per_customer": 2 }, "status": "paused" }));
    let priced = quote(&shop, cart_of("ana", 1_000), &[], &draft(Some(&made["id"]), ten)).await;
    assert_eq!(priced.quote.totals.savings, 100, "tried as if it were in force");
}

#[tokio::test]
async fn a_draft_for_wallets_is_tried_as_a_claim_and_an_automatic_one_by_itself() {
    let shop = Shop::open().await;
    for activation in ["claim", "automatic"] {
        let code = if activation == "claim" { json!("GIFT") } else { Value::Null };
        let body = json!({ "name": "New", "activation": activation, "code": code,
            "benefits": [{ "kind": "percent_off", "percent": 10 }] });
        let priced = quote(&shop, cart(1_000), &[], &draft(None, body)).await;
        assert_eq!(priced.quote.totals.savings, 100, "{activation}");
    }
}

#[tokio::test]
async fn a_test_case_says_whether_terms_still_give_what_they_did() {
    let shop = Shop::open().await;
    let made = shop.coupon(ten_percent("TEN", json!({ "limits": { "total": 1 } }))).await;
    let keep = |name: &str, discount: i64, at: Value| {
        let body = json!({ "name": name, "cart": cart(1_000),
            "expected": { "coupon_id": made["id"], "discount": discount, "at": at } });
        let basket: Basket = from_json(body.to_string().as_bytes()).unwrap();
        shop.app.create_basket(Mutation::program("/"), basket)
    };
    keep("now", 100, Value::Null).await.unwrap();
    keep("long ago", 0, json!("2020-01-01T00:00:00Z")).await.unwrap();
    shop.redeem(cart(1_000), &["TEN"]).await.unwrap();
    let caller = Caller::program();
    let held = async |draft: &DraftCoupon| {
        let cases = shop.app.run_cases_of(&caller, draft, Locale::En, 10).await.unwrap();
        cases.iter().map(|case| (case.name.clone(), case.holds())).collect::<BTreeMap<_, _>>()
    };
    let both = |now: bool, ago: bool| BTreeMap::from([("now".to_owned(), now), ("long ago".to_owned(), ago)]);
    let as_is = draft(Some(&made["id"]), ten_percent("TEN", json!({ "limits": { "total": 1 } })));
    assert_eq!(held(&as_is).await, both(true, false), "uses so far are left out");
    let dated = ten_percent("TEN", json!({ "validity": { "starts_at": "2026-01-01T00:00:00Z" } }));
    assert_eq!(held(&draft(Some(&made["id"]), dated)).await, both(true, true));
    assert_eq!(held(&draft(None, ten_percent("NEW", json!({})))).await, BTreeMap::new());
    let all = shop.app.run_all_cases(&caller, Locale::En, 10).await.unwrap();
    assert_eq!(all.iter().filter(|case| !case.holds()).map(|case| case.given).collect::<Vec<_>>(), [100]);
    let patch = json!({ "expected": null }).to_string().into_bytes();
    let id = all[0].basket_id.clone();
    shop.app.update_basket(Mutation { body: patch, ..Mutation::program("/") }, &id).await.unwrap();
    assert_eq!(shop.app.run_all_cases(&caller, Locale::En, 10).await.unwrap().len(), 1, "it is a basket like others");
}

#[tokio::test]
async fn counts_agree_with_the_list() {
    let shop = Shop::open().await;
    let gone = json!({ "validity": { "ends_at": "2026-01-01T00:00:00Z" } });
    let to_come = json!({ "validity": { "starts_at": "2026-12-01T00:00:00Z" } });
    for (code, more) in [
        ("A1", json!({})),
        ("A2", json!({ "limits": { "total": 5 } })),
        ("D1", json!({ "status": "draft" })),
        ("P1", json!({ "status": "paused" })),
        ("E1", gone),
        ("S1", to_come),
        ("U1", json!({ "limits": { "total": 1 } })),
    ] {
        shop.coupon(ten_percent(code, more)).await;
    }
    shop.redeem(cart(1_000), &["U1"]).await.unwrap();
    let caller = Caller::program();
    let counts = shop.app.count_coupons(&caller).await.unwrap();
    let states = [
        (State::Active, "active", 2),
        (State::Draft, "draft", 1),
        (State::Paused, "paused", 1),
        (State::Expired, "expired", 1),
        (State::Scheduled, "scheduled", 1),
        (State::UsedUp, "used_up", 1),
        (State::Archived, "archived", 0),
    ];
    for (state, name, number) in states {
        let filter = CouponFilter { state: Some(state), ..CouponFilter::default() };
        let listed = shop.app.list_coupons(&caller, filter, PageRequest::default()).await.unwrap().data.len();
        assert_eq!((listed, counts.get(name).copied().unwrap_or(0)), (number, number as u64), "{name}");
    }
}
