//! Coupons in wallets: who may claim, what a claim keeps, who uses it once.

use futures::future::join_all;
use serde_json::{Value, json};
use tessera_app::claims::{ClaimCodeRequest, ClaimRequest, ClaimState, Tab, WalletRequest};
use tessera_app::customers::Customer;
use tessera_app::orders::Reason;
use tessera_app::redemptions::RedemptionRequest;
use tessera_app::{Answer, Caller, ErrorCode, Mutation, PageRequest, Problem};
use tessera_engine::cart::QuoteRequest;
use tessera_engine::from_json;

use crate::cluster::Database;
use crate::shop::{Shop, cart, cart_of, reason, ten_percent};

fn read(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

/// A coupon of an amount in cents, from wallets, with further members; answers its id.
async fn amount_off(shop: &Shop, cents: i64, more: Value) -> String {
    let mut coupon = json!({
        "name": format!("{cents} off"), "status": "enabled", "activation": "claim", "visibility": "claimable",
        "benefits": [{ "kind": "amount_off", "amount": { "USD": cents }, "per": "order" }],
    });
    for (name, value) in more.as_object().unwrap() {
        coupon[name] = value.clone();
    }
    shop.coupon(coupon).await["id"].as_str().unwrap().to_owned()
}

async fn claim_as(shop: &Shop, coupon: &str, body: Value) -> Result<Value, Problem> {
    let request: ClaimRequest = from_json(body.to_string().as_bytes()).unwrap();
    shop.app.create_claim(Mutation::program("/"), coupon, request).await.map(|answer| read(&answer))
}

async fn claim(shop: &Shop, coupon: &str, customer: &str) -> Result<Value, Problem> {
    claim_as(shop, coupon, json!({ "customer_id": customer })).await
}

/// Claims and answers the claim's id.
async fn claimed(shop: &Shop, coupon: &str, customer: &str) -> String {
    claim(shop, coupon, customer).await.unwrap()["id"].as_str().unwrap().to_owned()
}

async fn claim_code(shop: &Shop, code: &str, customer: &str) -> Result<Value, Problem> {
    let body = json!({ "code": code, "customer_id": customer }).to_string();
    let request: ClaimCodeRequest = from_json(body.as_bytes()).unwrap();
    shop.app.claim_code(Mutation::program("/"), request).await.map(|answer| read(&answer))
}

async fn revoke(shop: &Shop, claim_id: &str) -> Result<Value, Problem> {
    let reason = Reason("a mistake".to_owned());
    shop.app.revoke_claim(Mutation::program("/"), claim_id, reason).await.map(|answer| read(&answer))
}

async fn look(shop: &Shop, claim_id: &str) -> Value {
    json!(shop.app.read_claim(&Caller::program(), claim_id, None).await.unwrap())
}

async fn state(shop: &Shop, claim_id: &str) -> String {
    look(shop, claim_id).await["state"].as_str().unwrap().to_owned()
}

async fn wallet(shop: &Shop, customer: &str, tab: Tab) -> Value {
    json!(shop.app.read_wallet(&Caller::program(), customer, tab, None, PageRequest::default()).await.unwrap())
}

async fn counts(shop: &Shop, customer: &str) -> (u64, u64, u64) {
    let wallet = wallet(shop, customer, Tab::Available).await;
    let count = |tab: &str| wallet["counts"][tab].as_u64().unwrap();
    (count("available"), count("used"), count("expired"))
}

async fn rank(shop: &Shop, customer: &str, cart: Value) -> Value {
    let request: WalletRequest = from_json(json!({ "cart": cart }).to_string().as_bytes()).unwrap();
    json!(shop.app.rank_wallet(&Caller::program(), customer, request).await.unwrap())
}

async fn claimable(shop: &Shop, customer: Option<&str>) -> Vec<Value> {
    let page = shop.app.list_claimable(&Caller::program(), customer, None, PageRequest::default()).await.unwrap();
    json!(page)["data"].as_array().unwrap().clone()
}

fn body(order_id: &str, cart: Value, claims: &[&str]) -> Value {
    json!({ "order_id": order_id, "cart": cart, "discounts": { "claims": claims } })
}

async fn redeem(shop: &Shop, order_id: &str, cart: Value, claims: &[&str]) -> Result<Value, Problem> {
    let request: RedemptionRequest = from_json(body(order_id, cart, claims).to_string().as_bytes()).unwrap();
    shop.app.create_redemption(Mutation::program("/"), request).await.map(|answer| read(&answer))
}

async fn hold(shop: &Shop, order_id: &str, cart: Value, claims: &[&str]) -> Result<Value, Problem> {
    shop.hold_body(body(order_id, cart, claims)).await
}

async fn quote(shop: &Shop, cart: Value, claims: &[&str]) -> Value {
    let body = json!({ "cart": cart, "discounts": { "claims": claims } }).to_string();
    json!(shop.app.create_quote(&Caller::program(), QuoteRequest::from_json(body.as_bytes()).unwrap()).await.unwrap())
}

fn savings(quote: &Value) -> i64 {
    quote["totals"]["savings"].as_i64().unwrap()
}

fn code_of(problem: &Problem) -> &'static str {
    problem.error.code()
}

#[tokio::test]
async fn r097_claimed_on_1_june_at_10_with_7_days_it_ends_on_8_june_at_10() {
    let shop = Shop::open().await;
    shop.at("2026-06-01T10:00:00Z");
    let coupon = amount_off(&shop, 500, json!({ "validity": { "days_after_claim": 7 } })).await;
    let claim = claim(&shop, &coupon, "ana").await.unwrap();
    assert_eq!(claim["ends_at"], "2026-06-08T10:00:00Z");
    let id = claim["id"].as_str().unwrap();
    shop.at("2026-06-08T09:59:59Z");
    assert_eq!(savings(&quote(&shop, cart_of("ana", 2_000), &[id]).await), 500);
    shop.at("2026-06-08T10:00:00Z");
    let late = quote(&shop, cart_of("ana", 2_000), &[id]).await;
    assert_eq!(reason(&late["discounts"]["rejected"]), "discount_code_expired");
    assert_eq!((state(&shop, id).await.as_str(), counts(&shop, "ana").await), ("expired", (0, 0, 1)));
    // The end of the coupon comes before the days are over, and an end of its own before both.
    let validity = json!({ "validity": { "days_after_claim": 7, "ends_at": "2026-06-10T00:00:00Z" } });
    let coupon = amount_off(&shop, 100, validity).await;
    assert_eq!(
        claim_as(&shop, &coupon, json!({ "customer_id": "ben" })).await.unwrap()["ends_at"],
        "2026-06-10T00:00:00Z"
    );
    let own = json!({ "customer_id": "ben", "ends_at": "2026-06-09T00:00:00Z" });
    assert_eq!(claim_as(&shop, &coupon, own).await.unwrap()["ends_at"], "2026-06-09T00:00:00Z");
    let past = claim_as(&shop, &coupon, json!({ "customer_id": "ben", "ends_at": "2026-06-08T10:00:00Z" })).await;
    assert_eq!(past.unwrap_err().errors[0].pointer, "/ends_at");
}

#[tokio::test]
async fn r115_r117_claim_101_says_sold_out_and_a_raised_stock_gives_the_rest() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 500, json!({ "limits": { "claims_total": 10 } })).await;
    assert_eq!(shop.read(&json!(coupon)).await["claims"], json!({ "issued": 0, "left": 10 }));
    for number in 0..10 {
        let made = claim(&shop, &coupon, &format!("c{number}")).await.unwrap();
        assert_eq!(made["seq"][format!("{coupon}/claims")], number + 2);
    }
    assert_eq!(code_of(&claim(&shop, &coupon, "late").await.unwrap_err()), "claims_exhausted");
    assert_eq!(claimable(&shop, Some("late")).await[0]["state"], "sold_out");
    shop.patch(&json!(coupon), json!({ "limits": { "claims_total": 15 } })).await.unwrap();
    assert_eq!(shop.read(&json!(coupon)).await["claims"], json!({ "issued": 10, "left": 5 }));
    for number in 0..5 {
        claim(&shop, &coupon, &format!("d{number}")).await.unwrap();
    }
    assert_eq!(code_of(&claim(&shop, &coupon, "late").await.unwrap_err()), "claims_exhausted");
    shop.verify().await;
}

#[tokio::test]
async fn who_has_one_is_told_so_when_all_are_taken() {
    let shop = Shop::open().await;
    let limits = json!({ "limits": { "claims_total": 1, "claims_per_customer": 1 } });
    let coupon = amount_off(&shop, 500, limits).await;
    claim(&shop, &coupon, "ana").await.unwrap();
    assert_eq!(code_of(&claim(&shop, &coupon, "ana").await.unwrap_err()), "claim_limit_reached");
    assert_eq!(code_of(&claim(&shop, &coupon, "ben").await.unwrap_err()), "claims_exhausted");
}

#[tokio::test]
async fn r116_the_third_claim_is_refused_whatever_the_e_mail_is_spelled_like() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 500, json!({ "limits": { "claims_per_customer": 2 } })).await;
    for (id, email) in [("ana", "ana@gmail.com"), ("other", "A.na+1@googlemail.com")] {
        let customer: Customer = from_json(json!({ "email": email }).to_string().as_bytes()).unwrap();
        shop.app.put_customer(Mutation::program("/"), id, customer).await.unwrap();
    }
    claimed(&shop, &coupon, "ana").await;
    claimed(&shop, &coupon, "ana").await;
    assert_eq!(code_of(&claim(&shop, &coupon, "ana").await.unwrap_err()), "claim_limit_reached");
    assert_eq!(code_of(&claim(&shop, &coupon, "other").await.unwrap_err()), "claim_limit_reached");
    let of_ana = claimable(&shop, Some("ana")).await;
    assert_eq!((of_ana[0]["state"].as_str(), of_ana[0]["claimed"].as_u64()), (Some("claimed"), Some(2)));
    claimed(&shop, &coupon, "ben").await;
    // Revoking makes no room.
    let page = shop.app.list_claims(&Caller::program(), &coupon, None, PageRequest::default()).await.unwrap();
    assert_eq!(page.data.len(), 3);
    revoke(&shop, &page.data[2].id).await.unwrap();
    assert_eq!(code_of(&claim(&shop, &coupon, "ana").await.unwrap_err()), "claim_limit_reached");
    shop.verify().await;
}

#[tokio::test]
async fn r182_a_click_on_claim_puts_one_into_the_wallet_and_takes_one_of_the_stock() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 500, json!({ "visibility": "public", "limits": { "claims_total": 3 } })).await;
    let hidden = amount_off(&shop, 500, json!({ "visibility": "private" })).await;
    let listed = claimable(&shop, Some("ana")).await;
    assert_eq!((listed.len(), &listed[0]["coupon_id"], &listed[0]["left"]), (1, &json!(coupon), &json!(3)));
    claimed(&shop, &coupon, "ana").await;
    assert_eq!(counts(&shop, "ana").await, (1, 0, 0));
    assert_eq!(claimable(&shop, Some("ana")).await[0]["left"], 2);
    // What is private is granted, and shown to nobody.
    claimed(&shop, &hidden, "ana").await;
    assert_eq!((counts(&shop, "ana").await, claimable(&shop, None).await.len()), ((2, 0, 0), 1));
}

#[tokio::test]
async fn r183_a_coupon_for_three_customers_is_held_by_them_alone() {
    let shop = Shop::open().await;
    let three = json!({ "conditions": { "kind": "customer_is", "ids": ["ana", "ben", "cyd"] } });
    let coupon = amount_off(&shop, 500, three).await;
    for customer in ["ana", "ben", "cyd"] {
        claimed(&shop, &coupon, customer).await;
    }
    let refused = claim(&shop, &coupon, "dan").await.unwrap_err();
    assert_eq!(code_of(&refused), "not_eligible");
    assert_eq!((claimable(&shop, Some("ana")).await.len(), claimable(&shop, Some("dan")).await.len()), (1, 0));
    let (caller, available) = (Caller::program(), Some(ClaimState::Available));
    let page = shop.app.list_claims(&caller, &coupon, available, PageRequest::default()).await.unwrap();
    let mut holders: Vec<_> = page.data.into_iter().map(|claim| claim.customer_id.unwrap()).collect();
    holders.sort_unstable();
    assert_eq!(holders, ["ana", "ben", "cyd"]);
}

#[tokio::test]
async fn r184_a_code_puts_its_coupon_into_the_wallet_once() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 500, json!({ "code": "GIFT-1", "visibility": "private" })).await;
    let made = claim_code(&shop, "gift 1", "ana").await.unwrap();
    assert_eq!((made["coupon_id"].as_str(), made["origin"].as_str()), (Some(&*coupon), Some("code")));
    let again = claim_code(&shop, "GIFT-1", "ana").await.unwrap_err();
    assert_eq!((code_of(&again), &again.more["claim_id"]), ("already_claimed", &made["id"]));
    claim_code(&shop, "GIFT-1", "ben").await.unwrap();
    // In a cart it unlocks nothing: it is claimed first.
    let quoted = shop.quote(cart_of("ana", 2_000), &["GIFT-1"]).await;
    assert_eq!(reason(&quoted["discounts"]["rejected"]), "discount_code_invalid");
    // A code whose uses are limited is used by its claim.
    let one = json!({ "code": "ONLY-ONE", "limits": { "per_code": 1 } });
    amount_off(&shop, 100, one).await;
    claim_code(&shop, "ONLY-ONE", "ana").await.unwrap();
    assert_eq!(code_of(&claim_code(&shop, "ONLY-ONE", "ben").await.unwrap_err()), "already_claimed");
    // What nobody has, what is a draft and what is for others reads the same.
    amount_off(&shop, 100, json!({ "code": "DRAFT", "status": "draft" })).await;
    let vip = json!({ "code": "VIP", "conditions": { "kind": "customer_is", "ids": ["vip"] } });
    amount_off(&shop, 100, vip).await;
    for code in ["NOBODY", "DRAFT", "VIP", "?"] {
        assert_eq!(code_of(&claim_code(&shop, code, "ana").await.unwrap_err()), "code_unknown", "{code}");
    }
    shop.verify().await;
}

#[tokio::test]
async fn a_guest_who_names_an_account_does_not_have_its_claims() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 500, json!({})).await;
    let claim = claimed(&shop, &coupon, "ana").await;
    let mut cart = cart_of("ana", 2_000);
    assert_eq!(savings(&quote(&shop, cart.clone(), &[&claim]).await), 500);
    cart["customer"]["logged_in"] = json!(false);
    let refused = quote(&shop, cart.clone(), &[&claim]).await;
    assert_eq!((savings(&refused), reason(&refused["discounts"]["rejected"])), (0, "discount_code_user_not_logged_in"));
    assert_eq!(redeem(&shop, "o1", cart, &[&claim]).await.unwrap_err().error, ErrorCode::DiscountNotAvailable);
}

#[tokio::test]
async fn r216_a_wallet_of_three_usable_one_used_and_one_over_has_three_tabs() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 500, json!({})).await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(claimed(&shop, &coupon, "ana").await);
    }
    let soon = json!({ "customer_id": "ana", "ends_at": "2026-06-04T00:00:00Z" });
    claim_as(&shop, &coupon, soon).await.unwrap();
    redeem(&shop, "o1", cart_of("ana", 2_000), &[&ids[0]]).await.unwrap();
    shop.at("2026-06-05T00:00:00Z");
    assert_eq!(counts(&shop, "ana").await, (3, 1, 1));
    let used = wallet(&shop, "ana", Tab::Used).await;
    let first = &used["data"][0];
    assert_eq!((&first["id"], &first["order_id"], &first["state"]), (&json!(ids[0]), &json!("o1"), &json!("used")));
    assert_eq!(wallet(&shop, "ana", Tab::Expired).await["data"][0]["state"], "expired");
    assert_eq!(wallet(&shop, "ana", Tab::Available).await["data"][0]["coupon"]["title"], "500 off");
    assert_eq!(counts(&shop, "nobody").await, (0, 0, 0));
}

#[tokio::test]
async fn r217_the_picker_lists_what_can_be_used_best_first_and_the_rest_with_why() {
    let shop = Shop::open().await;
    let small = amount_off(&shop, 300, json!({})).await;
    let large = amount_off(&shop, 700, json!({})).await;
    let from = json!({ "conditions": { "kind": "order_amount", "min": { "USD": 5_000 } } });
    let far = amount_off(&shop, 900, from).await;
    let (small, large, far) =
        (claimed(&shop, &small, "ana").await, claimed(&shop, &large, "ana").await, claimed(&shop, &far, "ana").await);
    let ranked = rank(&shop, "ana", cart(2_000)).await;
    let usable: Vec<_> =
        ranked["usable"].as_array().unwrap().iter().map(|one| (&one["claim"]["id"], &one["saving"])).collect();
    assert_eq!(usable, [(&json!(large), &json!(700)), (&json!(small), &json!(300))]);
    assert_eq!((&ranked["total"], &ranked["usable"][0]["total"]), (&json!(2_000), &json!(1_300)));
    let unusable = &ranked["unusable"][0];
    assert_eq!((&unusable["claim"]["id"], &unusable["reason"]), (&json!(far), &json!("discount_code_minimum_not_met")));
    assert!(unusable["message"].as_str().unwrap().len() > 10, "{unusable}");
    // What the cart has by itself is not the claim's.
    shop.coupon(json!({
        "name": "Auto", "status": "enabled", "activation": "automatic",
        "benefits": [{ "kind": "amount_off", "amount": { "USD": 400 }, "per": "order" }],
        "stacking": { "combines_with": { "order": false, "codes": false } },
    }))
    .await;
    let ranked = rank(&shop, "ana", cart(2_000)).await;
    assert_eq!((&ranked["total"], &ranked["usable"][0]["saving"]), (&json!(1_600), &json!(300)));
    let of_small = ranked["unusable"].as_array().unwrap().iter().find(|one| one["claim"]["id"] == json!(small));
    assert_eq!(of_small.unwrap()["reason"], "discount_code_combination_disallowed");
    let other = json!({ "cart": cart_of("ben", 2_000) }).to_string();
    let request: WalletRequest = from_json(other.as_bytes()).unwrap();
    let refused = shop.app.rank_wallet(&Caller::program(), "ana", request).await.unwrap_err();
    assert_eq!(refused.errors[0].pointer, "/cart/customer/id");
}

#[tokio::test]
async fn r227_claimed_at_10_off_the_holder_gets_10_after_an_edit_to_5() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 1_000, json!({})).await;
    let id = claimed(&shop, &coupon, "ana").await;
    let to = |cents: i64, rule: &str| {
        let mut patch = json!({ "benefits": [{ "kind": "amount_off", "amount": { "USD": cents }, "per": "order" }] });
        if !rule.is_empty() {
            patch["apply_to_claims"] = json!(rule);
        }
        patch
    };
    let saved = || async { savings(&quote(&shop, cart_of("ana", 5_000), &[&id]).await) };
    shop.patch(&json!(coupon), to(500, "")).await.unwrap();
    assert_eq!((saved().await, look(&shop, &id).await["coupon_version"].as_u64()), (1_000, Some(1)));
    // P2: only if it is better for the customer.
    shop.patch(&json!(coupon), to(700, "better")).await.unwrap();
    assert_eq!(saved().await, 1_000);
    shop.patch(&json!(coupon), to(1_200, "better")).await.unwrap();
    assert_eq!(saved().await, 1_200);
    shop.patch(&json!(coupon), to(100, "keep")).await.unwrap();
    assert_eq!(saved().await, 1_200);
    let placed = redeem(&shop, "o1", cart_of("ana", 5_000), &[&id]).await.unwrap();
    let redemption = &placed["redemptions"][0];
    assert_eq!(
        (&redemption["claim_id"], &redemption["amount"], &redemption["coupon_version"]),
        (&json!(id), &json!(1_200), &json!(4))
    );
    assert_eq!(shop.order("o1").await["redemptions"][0]["claim_id"], json!(id));
    // To all: what they had is gone.
    let other = claimed(&shop, &coupon, "ben").await;
    shop.patch(&json!(coupon), to(50, "all")).await.unwrap();
    assert_eq!(savings(&quote(&shop, cart_of("ben", 5_000), &[&other]).await), 50);
    let versions = shop.app.list_coupon_versions(&Caller::program(), &coupon, PageRequest::default()).await.unwrap();
    let rules: Vec<_> = versions.data.iter().rev().map(|version| version.apply_to_claims.as_str()).collect();
    assert_eq!(rules, ["keep", "keep", "better", "better", "keep", "all"]);
    // The terms there are can be given to claims as well.
    shop.patch(&json!(coupon), to(20, "")).await.unwrap();
    shop.patch(&json!(coupon), json!({ "apply_to_claims": "all" })).await.unwrap();
    assert_eq!(savings(&quote(&shop, cart_of("ben", 5_000), &[&other]).await), 20);
    shop.verify().await;
}

#[tokio::test]
async fn status_and_limits_are_those_of_now_though_terms_are_kept() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 1_000, json!({})).await;
    let id = claimed(&shop, &coupon, "ana").await;
    let rejected = || async { quote(&shop, cart_of("ana", 5_000), &[&id]).await["discounts"]["rejected"].clone() };
    shop.patch(&json!(coupon), json!({ "validity": { "ends_at": "2026-06-03T12:00:01Z" } })).await.unwrap();
    shop.at("2026-06-04T00:00:00Z");
    assert_eq!(rejected().await, json!([]), "its dates are those it was claimed with");
    shop.patch(&json!(coupon), json!({ "limits": { "total": 0 } })).await.unwrap();
    assert_eq!(reason(&rejected().await), "discount_code_usage_limit_reached");
    shop.patch(&json!(coupon), json!({ "limits": { "total": 9, "budget": { "USD": 400 } } })).await.unwrap();
    assert_eq!(savings(&quote(&shop, cart_of("ana", 5_000), &[&id]).await), 400);
    shop.app.pause_coupon(Mutation::program("/"), &coupon).await.unwrap();
    assert_eq!(reason(&rejected().await), "discount_code_paused");
    shop.app.archive_coupon(Mutation::program("/"), &coupon).await.unwrap();
    assert_eq!(reason(&rejected().await), "discount_code_invalid");
    // What is put away is kept.
    assert_eq!(counts(&shop, "ana").await, (1, 0, 0));
}

#[tokio::test]
async fn r300_staff_grant_ten_with_a_reason_and_the_log_shows_who_and_why() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 1_000, json!({ "visibility": "private", "name": "Sorry" })).await;
    let grant = json!({ "customer_id": "ana", "reason": "Parcel came late" });
    let made = claim_as(&shop, &coupon, grant).await.unwrap();
    assert_eq!((&made["origin"], &made["reason"]), (&json!("staff"), &json!("Parcel came late")));
    assert_eq!(wallet(&shop, "ana", Tab::Available).await["data"][0]["id"], made["id"]);
    let audit = shop.app.list_audit(&Caller::program(), PageRequest::default()).await.unwrap();
    let entry =
        json!(audit)["data"].as_array().unwrap().iter().find(|one| one["resource"] == made["id"]).unwrap().clone();
    assert_eq!(
        (&entry["actor"], &entry["action"], &entry["reason"]),
        (&json!("program"), &json!("create_claim"), &json!("Parcel came late"))
    );
}

#[tokio::test]
async fn who_is_not_eligible_hears_why_and_what_is_for_the_cart_is_asked_later() {
    let shop = Shop::open().await;
    let first = json!({ "conditions": { "all": [
        { "kind": "order_amount", "min": { "USD": 99_999 } }, { "kind": "first_order" },
    ] } });
    let coupon = amount_off(&shop, 500, first).await;
    claimed(&shop, &coupon, "new").await;
    redeem(&shop, "o1", cart_of("old", 1_000), &[]).await.unwrap();
    let refused = claim(&shop, &coupon, "old").await.unwrap_err();
    assert_eq!(
        (code_of(&refused), reason(&refused.more["reasons"])),
        ("not_eligible", "discount_code_first_order_only")
    );
    let spent = json!({ "conditions": { "kind": "total_spent", "min": { "USD": 5_000 } } });
    let coupon = amount_off(&shop, 500, spent).await;
    let refused = claim(&shop, &coupon, "old").await.unwrap_err();
    assert_eq!(reason(&refused.more["reasons"]), "discount_code_user_ineligible");
    redeem(&shop, "o2", cart_of("old", 5_000), &[]).await.unwrap();
    claimed(&shop, &coupon, "old").await;
}

#[tokio::test]
async fn what_is_not_in_force_is_not_claimed() {
    let shop = Shop::open().await;
    let draft = amount_off(&shop, 500, json!({ "status": "draft" })).await;
    assert_eq!(code_of(&claim(&shop, &draft, "ana").await.unwrap_err()), "not_eligible");
    let later = amount_off(&shop, 500, json!({ "validity": { "starts_at": "2026-07-01T00:00:00Z" } })).await;
    let refused = claim(&shop, &later, "ana").await.unwrap_err();
    assert_eq!(reason(&refused.more["reasons"]), "discount_code_not_started");
    let over = amount_off(&shop, 500, json!({ "validity": { "ends_at": "2026-06-01T00:00:00Z" } })).await;
    let refused = claim(&shop, &over, "ana").await.unwrap_err();
    assert_eq!(reason(&refused.more["reasons"]), "discount_code_expired");
    let paused = amount_off(&shop, 500, json!({ "status": "paused" })).await;
    let refused = claim(&shop, &paused, "ana").await.unwrap_err();
    assert_eq!(reason(&refused.more["reasons"]), "discount_code_paused");
    let archived = amount_off(&shop, 500, json!({})).await;
    shop.app.archive_coupon(Mutation::program("/"), &archived).await.unwrap();
    assert_eq!(code_of(&claim(&shop, &archived, "ana").await.unwrap_err()), "coupon_archived");
    let automatic = amount_off(&shop, 500, json!({ "activation": "automatic" })).await;
    assert_eq!(code_of(&claim(&shop, &automatic, "ana").await.unwrap_err()), "not_eligible");
    let money = json!({ "activation": "code", "benefits": [{ "kind": "stored_value" }] });
    let money = amount_off(&shop, 500, money).await;
    assert_eq!(claim(&shop, &money, "ana").await.unwrap_err().error, ErrorCode::NotInThisRelease);
    assert_eq!(code_of(&claim(&shop, "cpn_none", "ana").await.unwrap_err()), "not_found");
    assert!(claimable(&shop, None).await.is_empty());
}

#[tokio::test]
async fn a_claim_is_its_owners_and_used_once() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 500, json!({})).await;
    let id = claimed(&shop, &coupon, "ana").await;
    for other in [cart_of("ben", 2_000), cart(2_000)] {
        let refused = redeem(&shop, "o0", other, &[&id]).await.unwrap_err();
        assert_eq!(reason(&refused.more["rejected"]), "discount_code_invalid");
    }
    let held = hold(&shop, "o1", cart_of("ana", 2_000), &[&id]).await.unwrap();
    assert_eq!((&held["redemptions"][0]["claim_id"], state(&shop, &id).await.as_str()), (&json!(id), "held"));
    assert!(held["seq"][&id].is_number(), "{}", held["seq"]);
    let second = hold(&shop, "o2", cart_of("ana", 2_000), &[&id]).await.unwrap_err();
    assert_eq!(reason(&second.more["rejected"]), "discount_code_usage_limit_reached");
    // The same order again has its own hold free, and another cart goes on with it.
    let again = hold(&shop, "o1", cart_of("ana", 3_000), &[&id]).await.unwrap();
    let request = json!({ "cart": cart_of("ana", 4_000), "discounts": { "claims": [id] } }).to_string();
    let request = from_json(request.as_bytes()).unwrap();
    let followed = shop.app.update_reservation(Mutation::program("/"), again["id"].as_str().unwrap(), request).await;
    assert_eq!(read(&followed.unwrap())["redemptions"][0]["claim_id"], json!(id));
    // Past its time it is free for the next.
    shop.at("2026-06-03T13:00:00Z");
    let held = hold(&shop, "o3", cart_of("ana", 2_000), &[&id]).await.unwrap();
    shop.release(&held).await.unwrap();
    assert_eq!(state(&shop, &id).await, "available");
    let held = hold(&shop, "o4", cart_of("ana", 2_000), &[&id]).await.unwrap();
    // A hold is honoured whatever the edit.
    let nothing =
        json!({ "benefits": [{ "kind": "percent_off", "percent": 1 }], "apply_to_claims": "all", "status": "paused" });
    shop.patch(&json!(coupon), nothing).await.unwrap();
    let placed = shop.commit(&held, json!({ "cart": cart_of("ana", 2_500) })).await.unwrap();
    assert_eq!((savings(&placed["quote"]), state(&shop, &id).await.as_str()), (500, "used"));
    let late = redeem(&shop, "o5", cart_of("ana", 2_000), &[&id]).await.unwrap_err();
    assert_eq!(code_of(&late), "discount_not_available");
    assert_eq!(code_of(&revoke(&shop, &id).await.unwrap_err()), "claim_used");
    shop.verify().await;
}

#[tokio::test]
async fn revoking_what_is_held_refuses_the_commit() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 500, json!({})).await;
    let id = claimed(&shop, &coupon, "ana").await;
    let held = hold(&shop, "o1", cart_of("ana", 2_000), &[&id]).await.unwrap();
    assert_eq!(revoke(&shop, &id).await.unwrap()["state"], "revoked");
    assert_eq!(revoke(&shop, &id).await.unwrap()["state"], "revoked");
    let refused = shop.commit(&held, json!({})).await.unwrap_err();
    assert_eq!(
        (code_of(&refused), reason(&refused.more["rejected"])),
        ("discount_not_available", "discount_code_invalid")
    );
    // Agreed to, the order is placed without it.
    let placed = shop.commit(&held, json!({ "expected_total": 2_000 })).await.unwrap();
    assert_eq!((placed["redemptions"].as_array().unwrap().len(), state(&shop, &id).await.as_str()), (0, "revoked"));
    assert_eq!(counts(&shop, "ana").await, (0, 0, 0));
    assert_eq!(code_of(&revoke(&shop, "clm_none").await.unwrap_err()), "not_found");
    shop.verify().await;
}

#[tokio::test]
async fn what_comes_back_is_free_again_and_an_order_prices_with_what_it_was_claimed_at() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 500, json!({})).await;
    let id = claimed(&shop, &coupon, "ana").await;
    shop.patch(&json!(coupon), json!({ "benefits": [{ "kind": "percent_off", "percent": 1 }] })).await.unwrap();
    let claims = [id.as_str()];
    let order = |name: &'static str| redeem(&shop, name, cart_of("ana", 2_000), &claims);
    order("o1").await.unwrap();
    let amended = shop.amend("o1", json!({ "cart": cart_of("ana", 3_000) })).await.unwrap();
    assert_eq!(
        (&amended["redemptions"][0]["amount"], &amended["redemptions"][0]["claim_id"]),
        (&json!(500), &json!(id))
    );
    shop.cancel_order("o1").await.unwrap();
    assert_eq!(state(&shop, &id).await, "available");
    let placed = order("o2").await.unwrap();
    shop.cancel_redemption(&placed["redemptions"][0]).await.unwrap();
    assert_eq!(state(&shop, &id).await, "available");
    order("o3").await.unwrap();
    // The end of the order it was cancelled on leaves it to the next one's.
    shop.cancel_order("o2").await.unwrap();
    assert_eq!(look(&shop, &id).await["order_id"], "o3");
    let mut two = cart_of("ana", 1_000);
    two["line_items"][0]["quantity"] = json!(2);
    shop.cancel_order("o3").await.unwrap();
    redeem(&shop, "o4", two, &[&id]).await.unwrap();
    let one = json!({ "lines": [{ "line_id": "1", "quantity": 1 }], "policy": "reprice" });
    // 15.00 were paid; one unit alone costs 5.00.
    assert_eq!(shop.refund("o4", one).await.unwrap()["amount"], 750);
    assert_eq!(state(&shop, &id).await, "used");
    let refund = shop.refund("o4", json!({ "full": true })).await.unwrap();
    assert_eq!((refund["restored"].as_array().unwrap().len(), state(&shop, &id).await.as_str()), (1, "available"));
    // By the policy it comes back only while it may be used.
    let soon = json!({ "customer_id": "ana", "ends_at": "2026-06-04T00:00:00Z" });
    let fresh = amount_off(&shop, 500, json!({})).await;
    let id = claim_as(&shop, &fresh, soon).await.unwrap()["id"].as_str().unwrap().to_owned();
    redeem(&shop, "o5", cart_of("ana", 2_000), &[&id]).await.unwrap();
    shop.at("2026-06-05T00:00:00Z");
    shop.settings(json!({ "restore_uses": "if_still_valid" })).await;
    let refund = shop.refund("o5", json!({ "full": true })).await.unwrap();
    assert_eq!((&refund["restored"], state(&shop, &id).await.as_str()), (&json!([]), "used"));
    shop.verify().await;
}

#[tokio::test]
async fn a_deleted_customer_is_in_no_claim() {
    let shop = Shop::open().await;
    let coupon = amount_off(&shop, 500, json!({ "limits": { "claims_total": 5, "claims_per_customer": 3 } })).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(claimed(&shop, &coupon, "ana").await);
    }
    redeem(&shop, "o1", cart_of("ana", 2_000), &[&ids[0]]).await.unwrap();
    let held = hold(&shop, "o2", cart_of("ana", 2_000), &[&ids[1]]).await.unwrap();
    shop.app.delete_customer(Mutation::program("/"), "ana").await.unwrap();
    let seen: Vec<_> = [look(&shop, &ids[0]).await, look(&shop, &ids[1]).await, look(&shop, &ids[2]).await]
        .iter()
        .map(|claim| (claim["state"].as_str().unwrap().to_owned(), claim["customer_id"].clone()))
        .collect();
    let gone = |state: &str| (state.to_owned(), Value::Null);
    assert_eq!(seen, [gone("used"), gone("revoked"), gone("revoked")]);
    assert_eq!(code_of(&shop.commit(&held, json!({})).await.unwrap_err()), "discount_not_available");
    assert_eq!(shop.read(&json!(coupon)).await["claims"], json!({ "issued": 3, "left": 2 }));
    let gone = shop.app.delete_customer(Mutation::program("/"), "ana").await.unwrap_err();
    assert_eq!(code_of(&gone), "not_found");
    shop.verify().await;
}

#[tokio::test]
async fn a_claim_its_coupons_code_and_an_automatic_coupon_are_chosen_among() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("TEN", json!({ "visibility": "public" }))).await;
    let id = claimed(&shop, coupon["id"].as_str().unwrap(), "ana").await;
    let body = json!({ "cart": cart_of("ana", 2_000), "discounts": { "codes": ["TEN"], "claims": [id] } }).to_string();
    let request = QuoteRequest::from_json(body.as_bytes()).unwrap();
    let both = json!(shop.app.create_quote(&Caller::program(), request).await.unwrap());
    assert_eq!((savings(&both), both["discounts"]["applied"].as_array().unwrap().len()), (200, 1));
    assert_eq!(reason(&both["discounts"]["rejected"]), "discount_code_already_applied");
}

#[tokio::test]
async fn events_tell_of_claims_and_name_no_code() {
    let shop = Shop::open().await;
    amount_off(&shop, 500, json!({ "code": "SECRET-CODE" })).await;
    let made = claim_code(&shop, "SECRET-CODE", "ana").await.unwrap();
    let id = made["id"].as_str().unwrap();
    redeem(&shop, "o1", cart_of("ana", 2_000), &[id]).await.unwrap();
    shop.cancel_order("o1").await.unwrap();
    revoke(&shop, id).await.unwrap();
    let filter = tessera_app::events::EventFilter { aggregate: Some(id.to_owned()), ..Default::default() };
    let page = shop.app.list_events(&Caller::program(), filter, PageRequest::default()).await.unwrap();
    let events = json!(page)["data"].as_array().unwrap().clone();
    let kinds: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["claim.created", "claim.used", "claim.released", "claim.revoked"]);
    assert!(!json!(events).to_string().contains("SECRET"), "{events:?}");
}

/// A-10 on the use cases: stock 10, one for each, 40 customers with 3 tries each, on two nodes.
async fn race(shops: [&Shop; 2]) {
    let coupon = amount_off(shops[0], 500, json!({ "limits": { "claims_total": 10, "claims_per_customer": 1 } })).await;
    let tries = (0..120).map(|number| {
        let (shop, coupon) = (shops[number % 2].clone(), coupon.clone());
        tokio::spawn(async move { claim(&shop, &coupon, &format!("c{}", number / 3)).await })
    });
    let mut winners = Vec::new();
    for tried in join_all(tries).await {
        match tried.unwrap() {
            Ok(made) => winners.push(made["customer_id"].as_str().unwrap().to_owned()),
            Err(refused) => {
                assert!(matches!(code_of(&refused), "claims_exhausted" | "claim_limit_reached"), "{refused:?}");
            }
        }
    }
    winners.sort_unstable();
    winners.dedup();
    assert_eq!(winners.len(), 10);
    shops[1].verify().await;
    // Two tabs, one claim: one of them has it.
    let of_winner = wallet(shops[0], &winners[0], Tab::Available).await["data"][0]["id"].as_str().unwrap().to_owned();
    let orders = (0..10).map(|number| {
        let (shop, claim, customer) = (shops[number % 2].clone(), of_winner.clone(), winners[0].clone());
        tokio::spawn(async move { redeem(&shop, &format!("o{number}"), cart_of(&customer, 2_000), &[&claim]).await })
    });
    let placed = join_all(orders).await.into_iter().filter(|placed| matches!(placed, Ok(Ok(_)))).count();
    assert_eq!(placed, 1);
    shops[1].verify().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_click_at_once_ten_win_one_each() {
    let shop = Shop::open().await;
    race([&shop, &shop]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_click_at_once_on_two_nodes_ten_win_one_each() {
    let database = Database::new();
    let (one, other) = (Shop::open_on(&database.url).await, Shop::open_on(&database.url).await);
    race([&one, &other]).await;
}
