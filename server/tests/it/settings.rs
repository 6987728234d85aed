//! Settings over HTTP: read, changed, and in force for the very next quote.

use serde_json::{Value, json};
use tessera_app::store::{OpenOptions, Store};
use tessera_app::{App, Caller, KeyKind, Scopes, StartOptions};
use tessera_engine::cart::QuoteRequest;
use tessera_server::{ServerOptions, router};

use crate::face::{Face, Got};

async fn patch(face: &Face, body: Value) -> Got {
    face.call("PATCH", "/v1/settings").json(&body).send().await
}

/// Sets settings.
async fn set(face: &Face, body: Value) {
    let got = patch(face, body).await;
    assert_eq!(got.status, 200, "{}", got.text());
}

async fn create(face: &Face, body: Value) -> String {
    let got = face.post("/v1/coupons", &body).await;
    assert_eq!(got.status, 201, "{}", got.text());
    got.json()["id"].as_str().unwrap().to_owned()
}

/// A coupon of so many percent with a code, that combines with others.
fn percent(code: &str, percent: u64, priority: u64) -> Value {
    json!({
        "name": code, "status": "enabled", "code": code, "benefits": [{ "kind": "percent_off", "percent": percent }],
        "stacking": { "combines_with": { "item": true, "order": true, "codes": true, "automatic": true }, "priority": priority },
    })
}

fn cart(amount: i64) -> Value {
    json!({ "currency": "USD", "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": amount }] })
}

async fn price(face: &Face, amount: i64, codes: &[&str]) -> Value {
    let got = face.post("/v1/quotes", &json!({ "cart": cart(amount), "discounts": { "codes": codes } })).await;
    assert_eq!(got.status, 200, "{}", got.text());
    got.json()
}

#[tokio::test]
async fn a_new_store_shows_its_defaults_and_null_brings_them_back() {
    let face = Face::new().await;
    let fresh = face.get("/v1/settings").await;
    assert_eq!(fresh.header("etag"), "\"v0\"");
    let mut expected = json!({
        "version": 0, "store_name": null, "normalise_email": true, "selection": "best_for_customer",
        "max_evaluations": 20_000, "max_work": 5_000_000, "percent_base": "running", "max_codes_per_order": 5,
        "max_discount_percent": null, "min_margin_percent": null, "margin_policy": "trim",
        "rounding": { "mode": "half_up", "scope": "coupon", "remainder": "largest" }, "time_zone": "UTC",
        "hints": { "reach": 60 },
        "hold_seconds": 900, "max_hold_seconds": 86_400, "refund_policy": "keep", "restore_uses": "if_still_valid",
        "currency": null, "show_code_field": true, "date_only_end": "end_of_day",
        "storefront_url": null, "storefront_origins": [], "code_alphabet": null
    });
    assert_eq!(fresh.json(), expected);
    let changed = patch(
        &face,
        json!({ "store_name": "Acme", "rounding": { "mode": "down" }, "max_discount_percent": 12.5, "hints": { "reach": 0 } }),
    )
    .await;
    assert_eq!((changed.status.as_u16(), changed.header("etag")), (200, "\"v1\""));
    assert_eq!(face.get("/v1/settings").await.json(), changed.json());
    assert_eq!(changed.json()["rounding"], json!({ "mode": "down", "scope": "coupon", "remainder": "largest" }));
    let reset =
        json!({ "store_name": null, "rounding": null, "max_discount_percent": null, "hints": { "reach": null } });
    let back = patch(&face, reset.clone()).await;
    expected["version"] = json!(2);
    assert_eq!(back.json(), expected);
    let same = patch(&face, reset).await;
    assert_eq!(same.json(), expected, "what changes nothing makes no version");
}

#[tokio::test]
async fn every_fault_of_a_patch_is_named_at_once_and_nothing_is_changed() {
    let face = Face::new().await;
    let got = patch(
        &face,
        json!({
            "store_name": "", "normalise_email": "yes", "selection": "best", "max_work": 0, "max_codes_per_order": 101,
            "max_discount_percent": 100.5, "min_margin_percent": 100, "rounding": { "mode": "up", "nope": 1 },
            "time_zone": "Mars/Olympus", "hints": { "reach": 101 }, "max_code_per_order": null, "colour": "red",
        }),
    )
    .await;
    let problem = got.is_problem(422, "invalid_body");
    let pointers: Vec<_> = got.faults().into_iter().map(|(pointer, _)| pointer).collect();
    let expected = [
        "/store_name",
        "/normalise_email",
        "/selection",
        "/max_work",
        "/max_codes_per_order",
        "/max_discount_percent",
        "/min_margin_percent",
        "/rounding/mode",
        "/rounding/nope",
        "/time_zone",
        "/hints/reach",
        "/colour",
        "/max_code_per_order",
    ];
    assert_eq!(pointers, expected, "{problem}");
    assert!(got.text().contains("did you mean `max_codes_per_order`?"), "{problem}");
    for body in [json!([]), json!(7), json!(null)] {
        patch(&face, body).await.is_problem(422, "invalid_body");
    }
    assert_eq!(face.get("/v1/settings").await.json()["version"], 0);
}

#[tokio::test]
async fn another_editors_change_is_shown_not_overwritten() {
    let face = Face::new().await;
    let edit = |version: &'static str, body: Value| {
        face.call("PATCH", "/v1/settings").header("if-match", version).json(&body).send()
    };
    assert_eq!(edit("\"v0\"", json!({ "max_codes_per_order": 1 })).await.header("etag"), "\"v1\"");
    for late in ["\"v0\"", "\"v7\""] {
        let got = edit(late, json!({ "time_zone": "Europe/Paris" })).await;
        let problem = got.is_problem(412, "version_conflict");
        assert_eq!(problem["version"], 1);
        let changed = if late == "\"v0\"" { json!({ "max_codes_per_order": 1 }) } else { json!({}) };
        assert_eq!(problem["changed"], changed, "{late}");
    }
    set(&face, json!({ "selection": "priority" })).await;
    let problem = edit("\"v1\"", json!({})).await.is_problem(412, "version_conflict");
    assert_eq!((&problem["changed"], &problem["version"]), (&json!({ "selection": "priority" }), &json!(2)));
    assert_eq!(edit("\"v2\"", json!({ "time_zone": "Europe/Paris" })).await.status, 200);
}

#[tokio::test]
async fn r109_r166_under_a_single_code_policy_a_second_code_names_what_it_would_replace() {
    let face = Face::new().await;
    let first = create(&face, percent("FIRST", 20, 100)).await;
    create(&face, percent("SECOND", 10, 100)).await;
    assert_eq!(price(&face, 10_000, &["FIRST", "SECOND"]).await["totals"]["savings"], 2_800);
    set(&face, json!({ "max_codes_per_order": 1 })).await;
    let quote = price(&face, 10_000, &["FIRST", "SECOND"]).await;
    assert_eq!(quote["totals"]["savings"], 2_000);
    let rejected = &quote["discounts"]["rejected"][0];
    assert_eq!((&rejected["code"], &rejected["reason"]), (&json!("SECOND"), &json!("discount_code_too_many_codes")));
    assert_eq!(rejected["message"], "This order takes one code only. Remove the other to use this one.");
    assert_eq!(
        rejected["details"],
        json!({
            "limit": 1, "conflicts_with": [{ "coupon_id": first, "code": "FIRST" }],
            "if_switched": { "saving": 1_000, "total": 9_000 }
        })
    );
    let switched = price(&face, 10_000, &["SECOND"]).await;
    assert_eq!((&switched["totals"]["savings"], &switched["totals"]["total"]), (&json!(1_000), &json!(9_000)));
    let order = json!({ "order_id": "o1", "cart": cart(10_000), "discounts": { "codes": ["FIRST", "SECOND"] } });
    let refused = face.call("POST", "/v1/redemptions").header("idempotency-key", "k").json(&order).send().await;
    let problem = refused.is_problem(409, "discount_not_available");
    assert_eq!(problem["rejected"][0]["reason"], "discount_code_too_many_codes");
}

#[tokio::test]
async fn r169_over_discounting_is_cut_at_the_stores_cap_and_the_cut_is_shown() {
    let face = Face::new().await;
    set(&face, json!({ "max_discount_percent": 40 })).await;
    create(&face, percent("THIRTY", 30, 1)).await;
    create(&face, percent("TWENTY", 20, 2)).await;
    let quote = price(&face, 10_000, &["TWENTY", "THIRTY"]).await;
    assert_eq!((&quote["totals"]["savings"], &quote["totals"]["total"]), (&json!(4_000), &json!(6_000)));
    let applied = quote["discounts"]["applied"].as_array().unwrap();
    let given: Vec<_> = applied.iter().map(|entry| (&entry["code"], &entry["amount"], &entry["trims"])).collect();
    let trims = json!([{ "by": "store_cap", "amount": 400 }]);
    assert_eq!(
        given,
        [(&json!("THIRTY"), &json!(3_000), &json!([])), (&json!("TWENTY"), &json!(1_000), &trims)],
        "30.00, then 14.00 cut to 10.00"
    );
}

#[tokio::test]
async fn rounding_percent_base_and_time_zone_change_what_the_next_quote_says() {
    let face = Face::new().await;
    create(&face, percent("AA", 10, 1)).await;
    create(&face, percent("BB", 10, 2)).await;
    assert_eq!(price(&face, 10_000, &["AA", "BB"]).await["totals"]["savings"], 1_900);
    set(&face, json!({ "percent_base": "original", "rounding": { "mode": "down" } })).await;
    let quote = price(&face, 10_000, &["AA", "BB"]).await;
    assert_eq!(quote["totals"]["savings"], 2_000);
    assert_eq!(quote["policy"]["percent_base"], "original");
    assert_eq!(price(&face, 10_005, &["AA"]).await["totals"]["savings"], 1_000, "1,000.5 down");

    // These zones are always twelve hours apart: where one has morning the other has not.
    let mut morning = percent("MORNING", 10, 1);
    morning["conditions"] = json!({ "kind": "schedule", "from": "00:00", "to": "12:00" });
    create(&face, morning).await;
    let mut applied = Vec::new();
    for zone in ["Pacific/Honolulu", "Africa/Johannesburg"] {
        set(&face, json!({ "time_zone": zone })).await;
        applied.push(price(&face, 10_000, &["MORNING"]).await["totals"]["savings"] == 1_000);
    }
    assert!(applied.contains(&true) && applied.contains(&false), "{applied:?}");
}

#[tokio::test]
async fn a_hint_is_given_from_the_reach_on() {
    let face = Face::new().await;
    create(
        &face,
        json!({
            "name": "Ten from 100", "status": "enabled", "activation": "automatic", "visibility": "public",
            "benefits": [{ "kind": "amount_off", "amount": { "USD": 1000 }, "per": "order" }],
            "conditions": { "kind": "order_amount", "min": { "USD": 10_000 } }
        }),
    )
    .await;
    let hints = async |amount| price(&face, amount, &[]).await["hints"].as_array().unwrap().len();
    assert_eq!((hints(5_999).await, hints(6_000).await), (0, 1));
    set(&face, json!({ "hints": { "reach": 90 } })).await;
    assert_eq!((hints(8_999).await, hints(9_000).await), (0, 1));
    set(&face, json!({ "hints": { "reach": 0 } })).await;
    assert_eq!(hints(1).await, 1);
}

#[tokio::test]
async fn two_writings_of_an_e_mail_are_two_customers_where_the_store_says_so() {
    let face = Face::new().await;
    let mut once = percent("ONCE", 10, 1);
    once["limits"] = json!({ "per_customer": 1 });
    create(&face, once).await;
    let order = |number: u32, email: &str| {
        let mut cart = cart(10_000);
        cart["customer"] = json!({ "email": email });
        let body = json!({ "order_id": format!("o{number}"), "cart": cart, "discounts": { "codes": ["ONCE"] } });
        face.call("POST", "/v1/redemptions").header("idempotency-key", &format!("k{number}")).json(&body).send()
    };
    assert_eq!(order(1, "ana@shop.example").await.status, 201);
    order(2, "ana+2@shop.example").await.is_problem(409, "discount_not_available");
    set(&face, json!({ "normalise_email": false })).await;
    assert_eq!(order(3, "ana+3@shop.example").await.status, 201);
    order(4, "ANA+3@shop.example").await.is_problem(409, "discount_not_available");
}

#[tokio::test]
async fn settings_and_messages_survive_a_restart_and_reach_another_process() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("shop.db").display());
    let start = async || {
        let store = Store::open(&url, OpenOptions::default()).await.unwrap();
        store.migrate().await.unwrap();
        let app = App::start(store.clone(), StartOptions::default()).await.unwrap();
        (store, app)
    };
    let savings = async |app: &App| {
        let body = json!({ "cart": cart(10_000), "discounts": { "codes": ["FORTY", "GONE"] } }).to_string();
        let quote = app.create_quote(&Caller::program(), QuoteRequest::from_json(body.as_bytes()).unwrap()).await;
        let quote = json!(quote.unwrap());
        (quote["totals"]["savings"].as_i64().unwrap(), quote["discounts"]["rejected"][0]["message"].clone())
    };
    let (store, app) = start().await;
    // A second process reads the same store; what it is told by nobody it finds by itself.
    let other = App::start(store, StartOptions::default()).await.unwrap();
    let house = tokio::spawn({
        let other = other.clone();
        async move { other.keep_house().await }
    });
    let key = app.create_key("full", KeyKind::Secret, Scopes::all()).await.unwrap().secret;
    let face = Face { router: router(app.clone(), ServerOptions::default()), app: app.clone(), key };
    create(&face, percent("FORTY", 40, 1)).await;
    set(&face, json!({ "max_discount_percent": 25 })).await;
    let words = json!({ "messages": { "discount_code_invalid": "Unknown here." } });
    assert_eq!(face.call("PUT", "/v1/messages/en").json(&words).send().await.status, 200);
    let expected = (2_500, json!("Unknown here."));
    assert_eq!(savings(&app).await, expected);
    let mut rounds = 0;
    while savings(&other).await != expected {
        rounds += 1;
        assert!(rounds < 600, "the other process never saw the change");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    house.abort();
    let _ended = house.await;
    drop((face, app, other));
    let (_store, again) = loop {
        // The file is free once the last task of the first process has let go of it.
        match Store::open(&url, OpenOptions::default()).await {
            Ok(store) => break (store.clone(), App::start(store, StartOptions::default()).await.unwrap()),
            Err(_) if rounds < 600 => rounds += 1,
            Err(error) => panic!("{error}"),
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    assert_eq!(savings(&again).await, expected);
    assert_eq!(again.read_settings(&Caller::program()).await.unwrap().version, 1);
}
