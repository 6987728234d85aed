//! Customer tokens: what is believed, until when, and by which node; what a browser learns with one.

use std::sync::Arc;

use serde_json::{Value, json};
use tessera_app::tokens::{CustomerToken, Shopper, sign};
use tessera_app::{Caller, ErrorCode, KeyKind, PageRequest, Problem};
use tessera_engine::cart::QuoteRequest;

use crate::shop::{Shop, cart, cart_of, reason, ten_percent};

/// Noon of 3 June 2026, when the shop's clock begins.
const NOON: i64 = 1_780_488_000;

fn claims(more: Value) -> Value {
    let mut claims = json!({ "aud": "tessera", "exp": NOON + 3_600 });
    claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    claims
}

fn browser(token: Option<CustomerToken>) -> Caller {
    let shopper = Some(Arc::new(Shopper { address: "192.0.2.7".to_owned(), token }));
    Caller { kind: KeyKind::Publishable, shopper, ..Caller::program() }
}

/// The token of a customer who is in no segment.
fn of(customer: &str) -> Option<CustomerToken> {
    let customer_id = Some(customer.to_owned());
    Some(CustomerToken { customer_id, segments: Some(Vec::new()), ..CustomerToken::default() })
}

async fn ask(shop: &Shop, caller: &Caller, cart: &Value, codes: &[&str]) -> Result<Value, Problem> {
    let body = json!({ "cart": cart, "discounts": { "codes": codes } }).to_string();
    shop.app.create_quote(caller, QuoteRequest::from_json(body.as_bytes()).unwrap()).await.map(|quote| json!(quote))
}

#[tokio::test]
async fn the_secret_is_made_once_and_told_to_nobody_else() {
    let shop = Shop::open().await;
    let secret = shop.app.token_secret().await.unwrap();
    assert!(secret.starts_with("tks_") && secret.len() == 56, "{secret}");
    assert_eq!(shop.app.token_secret().await.unwrap(), secret);
    let rotated = shop.app.rotate_token_secret(false).await.unwrap();
    assert_ne!(rotated, secret);
    let events = shop.app.list_events(&Caller::program(), Default::default(), PageRequest::default()).await.unwrap();
    let told = json!(events.data);
    let kinds: Vec<_> = told.as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["token_secret.created", "token_secret.rotated"]);
    let audit = shop.app.list_audit(&Caller::program(), PageRequest::default()).await.unwrap();
    let text = format!("{told}{}", json!(audit.data));
    assert!(!text.contains(&secret) && !text.contains(&rotated) && !text.contains("tks_"), "{text}");
}

#[tokio::test]
async fn what_is_wrong_with_a_token_is_said() {
    let shop = Shop::open().await;
    let signed = sign("tks_unknown", &claims(json!({})));
    assert_eq!(shop.app.verify_token(&signed).unwrap_err().more["reason"], "signature", "nobody has made a secret yet");
    let secret = shop.app.token_secret().await.unwrap();
    let refused = |token: &str| {
        let problem = shop.app.verify_token(token).unwrap_err();
        (problem.error, problem.more.get("reason").and_then(|reason| reason.as_str().map(str::to_owned)))
    };
    let with = |more: Value| sign(&secret, &claims(more));
    let invalid = |reason: &str| (ErrorCode::CustomerTokenInvalid, Some(reason.to_owned()));
    for (token, reason) in [
        ("pk_page".to_owned(), "malformed"),
        ("x".repeat(9_000), "malformed"),
        (sign("tks_other", &claims(json!({}))), "signature"),
        (with(json!({ "aud": "others" })), "audience"),
        (with(json!({ "aud": ["others"] })), "audience"),
        (with(json!({ "exp": "soon" })), "claims"),
        (with(json!({ "sub": 7 })), "claims"),
        (with(json!({ "exp": null })), "claims"),
        (with(json!({ "exp": NOON + 24 * 3_600 + 61 })), "lifetime"),
        (with(json!({ "exp": i64::MAX })), "lifetime"),
        (with(json!({ "nbf": NOON + 61 })), "lifetime"),
    ] {
        assert_eq!(refused(&token), invalid(reason), "{token}");
    }
    assert_eq!(refused(&with(json!({ "exp": NOON - 60 }))).0, ErrorCode::CustomerTokenExpired);
    assert_eq!(refused(&with(json!({ "exp": i64::MIN }))).0, ErrorCode::CustomerTokenExpired);
    // A clock may be a minute off.
    for more in [json!({ "exp": NOON - 59 }), json!({ "exp": NOON + 24 * 3_600 + 60 }), json!({ "nbf": NOON + 60 })] {
        assert_eq!(shop.app.verify_token(&with(more)).unwrap(), CustomerToken::default());
    }
    let token = shop.app.verify_token(&with(json!({ "sub": "ana", "segments": ["vip"], "verified": true }))).unwrap();
    assert_eq!((token.customer_id.as_deref(), token.verified), (Some("ana"), Some(true)));
    assert!(!format!("{token:?}").contains("ana"));
}

#[tokio::test]
async fn a_rotation_reaches_every_node_and_the_former_secret_ends_after_a_day() {
    let shop = Shop::open().await;
    let other = shop.another_node().await;
    let former = shop.app.token_secret().await.unwrap();
    other.keep_house_once(1, None).await;
    assert_eq!(other.token_secret().await.unwrap(), former);
    let token = sign(&former, &claims(json!({ "exp": NOON + 24 * 3_600 })));
    assert!(other.verify_token(&token).is_ok());
    let secret = shop.app.rotate_token_secret(false).await.unwrap();
    let with_new = sign(&secret, &claims(json!({})));
    assert!(shop.app.verify_token(&with_new).is_ok() && shop.app.verify_token(&token).is_ok());
    assert!(other.verify_token(&with_new).is_err(), "it looks every half second");
    other.keep_house_once(1, None).await;
    assert!(other.verify_token(&with_new).is_ok() && other.verify_token(&token).is_ok());
    shop.at("2026-06-04T11:59:59Z");
    assert!(other.verify_token(&token).is_ok());
    shop.at("2026-06-04T12:00:00Z");
    assert_eq!(other.verify_token(&token).unwrap_err().more["reason"], "signature");

    let with_new = sign(&secret, &claims(json!({ "exp": NOON + 25 * 3_600 })));
    assert!(shop.app.verify_token(&with_new).is_ok());
    shop.app.rotate_token_secret(true).await.unwrap();
    assert!(shop.app.verify_token(&with_new).is_err(), "at once");
}

#[tokio::test]
async fn a_token_brings_the_customer_with_their_history_and_segments() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("FIRST", json!({ "conditions": { "kind": "first_order" } }))).await;
    shop.coupon(ten_percent("ONLY1", json!({ "limits": { "per_customer": 1 } }))).await;
    shop.coupon(ten_percent("VIP", json!({ "conditions": { "kind": "customer_in", "segments": ["vip"] } }))).await;
    shop.coupon(ten_percent("KNOWN", json!({ "conditions": { "kind": "verified_identity" } }))).await;
    shop.redeem(cart_of("ana", 5_000), &["ONLY1"]).await.unwrap();
    let why = |quote: Value| {
        let rejected = quote["discounts"]["rejected"].clone();
        if rejected.as_array().unwrap().is_empty() { "applied".to_owned() } else { reason(&rejected).to_owned() }
    };
    let ana = browser(of("ana"));
    let ben = browser(of("ben"));
    for (code, to_ana, to_ben) in [
        ("FIRST", "discount_code_first_order_only", "applied"),
        ("ONLY1", "discount_code_customer_limit_reached", "applied"),
        ("VIP", "discount_code_invalid", "discount_code_invalid"),
    ] {
        assert_eq!(why(ask(&shop, &ana, &cart(5_000), &[code]).await.unwrap()), to_ana, "{code}");
        assert_eq!(why(ask(&shop, &ben, &cart(5_000), &[code]).await.unwrap()), to_ben, "{code}");
    }
    let said = CustomerToken { segments: Some(vec!["vip".to_owned()]), verified: Some(true), ..of("ana").unwrap() };
    for code in ["VIP", "KNOWN"] {
        assert_eq!(why(ask(&shop, &browser(Some(said.clone())), &cart(5_000), &[code]).await.unwrap()), "applied");
    }
    // Ben types her address: it tells him nothing.
    let mut with_email = cart(5_000);
    with_email["customer"] = json!({ "email": "ana@shop.example" });
    let mut other = cart(5_000);
    other["customer"] = json!({ "id": "ana2", "email": "ana@shop.example" });
    shop.redeem(other, &["ONLY1"]).await.unwrap();
    assert_eq!(why(ask(&shop, &ben, &with_email, &["ONLY1"]).await.unwrap()), "applied");
    assert_eq!(why(ask(&shop, &browser(None), &with_email, &["ONLY1"]).await.unwrap()), "applied");
}

#[tokio::test]
async fn every_code_that_is_not_the_callers_to_know_gets_one_answer() {
    let shop = Shop::open().await;
    let coupon = shop.coupon(ten_percent("SHARED", json!({}))).await;
    let id = coupon["id"].as_str().unwrap().to_owned();
    shop.code(&id, json!({ "code": "FORBEN", "customer_id": "ben" })).await.unwrap();
    shop.coupon(ten_percent("DRAFT", json!({ "status": "draft" }))).await;
    shop.coupon(ten_percent("VIP", json!({ "conditions": { "kind": "customer_in", "segments": ["vip"] } }))).await;
    let voided = shop.code(&id, json!({ "code": "VOIDED" })).await.unwrap();
    shop.void_code(voided["id"].as_str().unwrap()).await;
    let mut known = Vec::new();
    for code in ["NOBODY", "FORBEN", "DRAFT", "VIP", "VOIDED", "!?"] {
        let quote = ask(&shop, &browser(of("ana")), &cart(5_000), &[code]).await.unwrap();
        let mut rejected = quote["discounts"]["rejected"][0].clone();
        rejected["code"] = json!(null);
        known.push(rejected);
    }
    assert_eq!(known[0]["reason"], "discount_code_invalid");
    assert_eq!((&known[0]["coupon_id"], &known[0]["details"]), (&json!(null), &json!({})));
    assert!(known.iter().all(|rejected| *rejected == known[0]), "{known:?}");
    let unknown = ask(&shop, &browser(None), &cart(5_000), &["FORBEN"]).await.unwrap();
    assert_eq!(reason(&unknown["discounts"]["rejected"]), "discount_code_invalid", "nobody says that it is ben");
    assert_eq!(ask(&shop, &browser(of("ben")), &cart(5_000), &["FORBEN"]).await.unwrap()["totals"]["savings"], 500);
}

#[tokio::test]
async fn budgets_margins_and_sources_are_kept_from_a_browser() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("BUDGET", json!({ "limits": { "budget": { "USD": 300 } } }))).await;
    shop.coupon(ten_percent(
        "SECRET",
        json!({ "conditions": { "kind": "expression", "expression": "customer.email == \"ben@shop.example\"" } }),
    ))
    .await;
    let browsers = ask(&shop, &browser(None), &cart(5_000), &["BUDGET"]).await.unwrap();
    let servers = shop.quote(cart(5_000), &["BUDGET"]).await;
    assert_eq!(servers["discounts"]["applied"][0]["trims"][0]["by"], "budget");
    assert_eq!(browsers["discounts"]["applied"][0]["trims"], json!([]));
    assert_eq!(browsers["totals"], servers["totals"]);
    let mut somebody = cart(5_000);
    somebody["customer"] = json!({ "email": "eve@shop.example" });
    for caller in [browser(None), browser(of("ana"))] {
        let quote = ask(&shop, &caller, &somebody, &["SECRET"]).await.unwrap();
        assert!(!quote.to_string().contains("ben@shop.example"), "{quote}");
        assert_eq!(quote["totals"]["savings"], 0);
    }
}

#[tokio::test]
async fn whoever_guesses_codes_waits() {
    let shop = Shop::open().await;
    shop.coupon(ten_percent("RIGHT", json!({}))).await;
    let ana = browser(of("ana"));
    for number in 0..20 {
        let code = format!("GUESS{number}");
        let quote = ask(&shop, &ana, &cart(5_000), &[&code, &code.to_lowercase()]).await.unwrap();
        assert_eq!(reason(&quote["discounts"]["rejected"]), "discount_code_invalid");
    }
    assert!(ask(&shop, &ana, &cart(5_000), &["GUESS7", "RIGHT"]).await.is_ok(), "the same again is no new guess");
    let refused = ask(&shop, &ana, &cart(5_000), &["RIGHT", "GUESS20"]).await.unwrap_err();
    assert_eq!((refused.error, refused.more["retry_after"].as_i64()), (ErrorCode::RateLimited, Some(601)));
    assert_eq!(ask(&shop, &ana, &cart(5_000), &["RIGHT"]).await.unwrap_err().error, ErrorCode::RateLimited);
    assert!(ask(&shop, &ana, &cart(5_000), &[]).await.is_ok(), "a cart without codes is always priced");
    // Another customer at the same address is not kept from theirs, and neither is the shop's server.
    let ben = browser(of("ben"));
    assert_eq!(ask(&shop, &ben, &cart(5_000), &["RIGHT"]).await.unwrap()["totals"]["savings"], 500);
    assert_eq!(shop.quote(cart_of("ana", 5_000), &["RIGHT"]).await["totals"]["savings"], 500);
    // Who is nobody's customer counts by the address, and is refused alone.
    let guesses: Vec<String> = (100..180).map(|number| format!("GUESS{number}")).collect();
    let guesses: Vec<&str> = guesses.iter().map(String::as_str).collect();
    assert!(ask(&shop, &browser(None), &cart(5_000), &guesses[..40]).await.is_ok());
    let refused = ask(&shop, &browser(None), &cart(5_000), &guesses[40..]).await;
    assert_eq!(refused.unwrap_err().error, ErrorCode::RateLimited);
    assert!(ask(&shop, &browser(None), &cart(5_000), &["RIGHT"]).await.is_err());
    assert!(ask(&shop, &ben, &cart(5_000), &["RIGHT"]).await.is_ok(), "a customer does not wait for the address");
    shop.at("2026-06-03T12:10:01Z");
    assert_eq!(ask(&shop, &ana, &cart(5_000), &["RIGHT"]).await.unwrap()["totals"]["savings"], 500);
}
