//! Idempotency: every change is done once, however often it is sent.

use serde_json::json;

use crate::face::Face;
use crate::operations::{self, cart, coupon};

#[tokio::test]
async fn every_change_is_repeated_byte_for_byte() {
    let mut changes = 0;
    for operation in operations::all().into_iter().filter(operations::Operation::is_change) {
        let face = Face::new().await;
        let body = operation.body("1");
        let path = operation.good_path(&face, "1").await;
        if operation.method == "DELETE" {
            face.call("PUT", &path).json(&json!({})).send().await;
        }
        let send = |body: Option<&serde_json::Value>, key: &str| {
            let call = face.call(&operation.method, &path).header("idempotency-key", key);
            match body {
                Some(body) => call.content(body),
                None => call,
            }
            .send()
        };
        let first = send(body.as_ref(), "key-1").await;
        assert!(first.status.is_success(), "{}: {}", operation.id, first.text());
        assert_eq!(first.header("idempotency-replayed"), "", "{}", operation.id);
        let second = send(body.as_ref(), "key-1").await;
        assert_eq!((second.status, second.text()), (first.status, first.text()), "{}", operation.id);
        assert_eq!(second.header("idempotency-replayed"), "true", "{}", operation.id);
        assert_eq!(second.header("etag"), first.header("etag"), "{}", operation.id);
        assert_ne!(second.header("x-request-id"), first.header("x-request-id"));
        if let Some(body) = body.filter(|body| body.as_object().is_some_and(|members| !members.is_empty())) {
            let mut other = operation.body("2").unwrap();
            assert_ne!(other, body);
            send(Some(&other), "key-1").await.is_problem(422, "idempotency_key_reused");
            other = body.clone();
            let spelled = serde_json::to_string_pretty(&other).unwrap();
            let third =
                face.call(&operation.method, &path).header("idempotency-key", "key-1").text(&spelled).send().await;
            assert_eq!((third.status, third.text()), (first.status, first.text()), "{}", operation.id);
        }
        changes += 1;
    }
    assert!(changes >= 10, "{changes} changes");
}

#[tokio::test]
async fn a_kept_refusal_is_repeated_too_and_a_malformed_body_is_not_kept() {
    let face = Face::new().await;
    face.create_coupon("TAKEN").await;
    let send =
        |body: serde_json::Value| face.call("POST", "/v1/coupons").header("idempotency-key", "k").json(&body).send();
    send(json!({ "nope": 1 })).await.is_problem(422, "invalid_body");
    let first = send(coupon("taken")).await;
    first.is_problem(409, "code_taken");
    let second = send(coupon("taken")).await;
    assert_eq!(second.text(), first.text());
    assert_eq!(second.header("content-type"), "application/problem+json");
    assert_eq!(second.header("idempotency-replayed"), "true");
    assert_ne!(second.header("x-request-id"), first.header("x-request-id"));
}

#[tokio::test]
async fn the_same_key_of_another_caller_is_another_key() {
    let face = Face::new().await;
    let other = face.secret_key(&[tessera_app::Scope::CouponsWrite]).await;
    let first = face.call("POST", "/v1/coupons").header("idempotency-key", "k").json(&coupon("AA")).send().await;
    let second = face
        .bare_call("POST", "/v1/coupons")
        .header("authorization", &format!("Bearer {other}"))
        .header("idempotency-key", "k")
        .json(&coupon("BB"))
        .send()
        .await;
    assert_eq!(first.status, 201, "{}", first.text());
    assert_eq!(second.status, 201, "{}", second.text());
    assert_ne!(first.json()["id"], second.json()["id"]);
}

#[tokio::test]
async fn two_at_once_are_done_once() {
    let face = Face::new().await;
    let body = json!({ "order_id": "o1", "cart": cart() });
    let send = || face.call("POST", "/v1/redemptions").header("idempotency-key", "k").json(&body).send();
    let (first, second) = tokio::join!(send(), send());
    assert_eq!((first.status.as_u16(), first.text()), (201, second.text()));
    let replayed = [first.header("idempotency-replayed"), second.header("idempotency-replayed")];
    assert_eq!(replayed.iter().filter(|header| **header == "true").count(), 1);
}
