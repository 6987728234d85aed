//! The merchant's own words over HTTP.

use serde_json::{Value, json};

use crate::face::Face;
use crate::operations::cart;

fn entry<'v>(messages: &'v Value, list: &str, reason: &str) -> &'v Value {
    let all = messages[list].as_array().unwrap();
    all.iter().find(|entry| entry["reason"] == reason).unwrap_or_else(|| panic!("no {reason}"))
}

async fn message(face: &Face, locale: &str, codes: &[&str]) -> String {
    let mut cart = cart();
    cart["context"] = json!({ "locale": locale });
    let body = json!({ "cart": cart, "discounts": { "codes": codes }, "explain": true });
    let quote = face.post("/v1/quotes", &body).await.json();
    let said = quote["discounts"]["rejected"][0]["message"].clone();
    assert_eq!(quote["explain"][0]["message"], said, "an explanation says the same");
    said.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn own_words_are_said_from_the_very_next_quote_on() {
    let face = Face::new().await;
    let put = async |locale: &str, body: Value| {
        let got = face.call("PUT", &format!("/v1/messages/{locale}")).json(&body).send().await;
        assert_eq!(got.status, 200, "{}", got.text());
        assert_eq!(got.json(), face.get(&format!("/v1/messages/{locale}")).await.json());
        got.json()
    };
    let fresh = face.get("/v1/messages/fr").await.json();
    assert_eq!((&fresh["locale"], &fresh["version"]), (&json!("fr"), &json!(0)));
    assert_eq!(fresh["messages"].as_array().unwrap().len(), 34);
    assert_eq!(
        entry(&fresh, "messages", "discount_code_expired"),
        &json!({
            "reason": "discount_code_expired", "default": "Ce code a expiré le {ended_at}.", "text": null,
            "preview": "Ce code a expiré le 1er juin 2026.",
            "variables": [{ "name": "ended_at", "meaning":
                "Its end in the store's time zone, such as 1 June 2026 at 18:00 (UTC+02:00), or 1 June 2026 where it is the beginning of a day."
            }]
        })
    );
    assert_eq!(fresh["hints"].as_array().unwrap().len(), 4);
    let mut old = crate::operations::coupon("OLD");
    old["validity"] = json!({ "ends_at": "2026-06-01T00:00:00Z" });
    assert_eq!(face.post("/v1/coupons", &old).await.status, 201);
    assert_eq!(message(&face, "en", &["OLD"]).await, "This code expired on 1 June 2026.");

    let own = json!({ "messages": { "discount_code_expired": "Over since {ended_at}, sorry." } });
    let preview = face.post("/v1/messages/en/preview", &own).await;
    assert_eq!(preview.status, 200, "{}", preview.text());
    let shown = entry(&preview.json(), "messages", "discount_code_expired").clone();
    assert_eq!(shown["preview"], "Over since 1 June 2026, sorry.");
    assert_eq!(preview.json()["version"], 0, "nothing is stored");
    let wrong = json!({ "messages": { "discount_code_expired": "Over since {end}." } });
    face.post("/v1/messages/en/preview", &wrong).await.is_problem(422, "invalid_body");
    let written = put("en", own).await;
    assert_eq!(written["version"], 1);
    assert_eq!(entry(&written, "messages", "discount_code_expired")["text"], "Over since {ended_at}, sorry.");
    assert_eq!(message(&face, "en-GB", &["OLD"]).await, "Over since 1 June 2026, sorry.");
    assert_eq!(message(&face, "fr", &["OLD"]).await, "Ce code a expiré le 1er juin 2026.");
    assert_eq!(message(&face, "en", &["NOBODY"]).await, "This code is not valid.");
    let order = json!({ "order_id": "o1", "cart": cart(), "discounts": { "codes": ["OLD"] } });
    let refused = face.call("POST", "/v1/redemptions").header("idempotency-key", "k").json(&order).send().await;
    let problem = refused.is_problem(409, "discount_not_available");
    assert_eq!(problem["rejected"][0]["message"], "Over since 1 June 2026, sorry.");

    assert_eq!(put("en", json!({ "messages": { "discount_code_expired": null } })).await["version"], 2);
    assert_eq!(message(&face, "en", &["OLD"]).await, "This code expired on 1 June 2026.");
}

#[tokio::test]
async fn times_are_those_of_the_stores_zone_which_is_named() {
    let face = Face::new().await;
    let zone = face.call("PATCH", "/v1/settings").json(&json!({ "time_zone": "Europe/Paris" })).send().await;
    assert_eq!(zone.status, 200, "{}", zone.text());
    // The clocks of Paris are two hours ahead in summer and one in winter.
    for (code, ended_at) in
        [("SUMMER", "2025-08-12T16:05:00Z"), ("WINTER", "2025-12-31T17:05:00Z"), ("DAY", "2025-07-31T22:00:00Z")]
    {
        let mut old = crate::operations::coupon(code);
        old["validity"] = json!({ "ends_at": ended_at });
        assert_eq!(face.post("/v1/coupons", &old).await.status, 201);
    }
    assert_eq!(message(&face, "en", &["SUMMER"]).await, "This code expired on 12 August 2025 at 18:05 (UTC+02:00).");
    assert_eq!(
        message(&face, "fr", &["WINTER"]).await,
        "Ce code a expiré le 31 décembre 2025 à 18\u{a0}h\u{a0}05 (UTC+01:00)."
    );
    assert_eq!(message(&face, "fr", &["DAY"]).await, "Ce code a expiré le 1er août 2025.");
}

#[tokio::test]
async fn words_of_another_editor_are_not_overwritten() {
    let face = Face::new().await;
    let put = |version: &'static str, text: &'static str| {
        let body = json!({ "messages": { "discount_code_paused": text } });
        face.call("PUT", "/v1/messages/en").header("if-match", version).json(&body).send()
    };
    assert_eq!(face.get("/v1/messages/en").await.header("etag"), "\"v0\"");
    assert_eq!(put("\"v0\"", "Soon.").await.header("etag"), "\"v1\"");
    let late = put("\"v0\"", "Later.").await;
    assert_eq!(late.is_problem(412, "version_conflict")["version"], 1);
    let read = face.get("/v1/messages/en").await;
    assert_eq!(read.header("etag"), "\"v1\"");
    assert_eq!(entry(&read.json(), "messages", "discount_code_paused")["text"], "Soon.");
    assert_eq!(put("*", "Any.").await.header("etag"), "\"v2\"");
    put("v2", "x").await.is_problem(400, "if_match_invalid");
    assert_eq!(face.get("/v1/messages/fr").await.header("etag"), "\"v0\"", "each language has versions of its own");
}

#[tokio::test]
async fn own_words_of_a_hint_are_said() {
    let face = Face::new().await;
    let near = json!({
        "name": "Ten from 100", "status": "enabled", "activation": "automatic", "visibility": "public",
        "benefits": [{ "kind": "amount_off", "amount": { "USD": 1000 }, "per": "order" }],
        "conditions": { "kind": "order_amount", "min": { "USD": 6000 } }
    });
    assert_eq!(face.post("/v1/coupons", &near).await.status, 201);
    let own = json!({ "hints": { "discount_code_minimum_not_met": "{missing} more saves {saving}!" } });
    assert_eq!(face.call("PUT", "/v1/messages/en").json(&own).send().await.status, 200);
    let quote = face.post("/v1/quotes", &json!({ "cart": cart() })).await.json();
    assert_eq!(quote["hints"][0]["message"], "$5.00 more saves $10.00!", "{quote}");
}

#[tokio::test]
async fn every_fault_of_the_words_is_named_with_the_way_out() {
    let face = Face::new().await;
    let body = json!({
        "messages": {
            "discount_code_expired": "Ended {end}.", "discount_code_unheard_of": "x", "discount_code_paused": "}",
            "discount_code_invalid": "x".repeat(501), "discount_code_no_effect": 7,
        },
        "hint": {},
    });
    let got = face.call("PUT", "/v1/messages/en").json(&body).send().await;
    got.is_problem(422, "invalid_body");
    let expected = [
        ("/messages/discount_code_expired", "invalid_value"),
        ("/messages/discount_code_unheard_of", "unknown_field"),
        ("/messages/discount_code_paused", "invalid_value"),
        ("/messages/discount_code_invalid", "too_long"),
        ("/messages/discount_code_no_effect", "wrong_type"),
        ("/hint", "unknown_field"),
    ];
    let mut faults = got.faults();
    faults.sort();
    let mut expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
    expected.sort();
    assert_eq!(faults, expected);
    assert!(got.text().contains("may use {ended_at}"), "{}", got.text());
    let bare = json!({ "messages": { "expired": "Over." }, "hints": { "minimum_not_met": "Add!" } });
    let got = face.call("PUT", "/v1/messages/en").json(&bare).send().await;
    for name in ["discount_code_expired", "discount_code_minimum_not_met"] {
        assert!(got.text().contains(&format!("did you mean `{name}`?")), "{}", got.text());
    }
    for locale in ["de", "EN", "en-GB"] {
        face.get(&format!("/v1/messages/{locale}")).await.is_problem(404, "not_found");
        let put = face.call("PUT", &format!("/v1/messages/{locale}")).json(&json!({})).send().await;
        put.is_problem(404, "not_found");
    }
}
