//! Who may do what: every operation of the description with every kind of key.

use axum::body::{Body, Bytes};
use serde_json::json;
use tessera_app::Scope;

use crate::face::Face;
use crate::operations;

#[tokio::test]
async fn every_operation_asks_for_its_scope() {
    let face = Face::new().await;
    let publishable = face.publishable_key().await;
    let mut unique = 0;
    for operation in operations::all() {
        let Some(scope) = operation.scope else { continue };
        let others: Vec<_> = Scope::ALL.iter().copied().filter(|other| !operation.scopes.contains(other)).collect();
        let without = face.secret_key(&others).await;
        let with = face.secret_key(&[scope]).await;
        // A shopper's browser may ask for a price and for what can be claimed, and with a token for what is its customer's;
        // HTTP contract, section 7.
        let for_publishable = match operation.id.as_str() {
            "create_quote" | "list_claimable" => (200, None),
            "claim_code" | "create_claim" | "read_wallet" | "rank_wallet" => (401, Some("customer_token_missing")),
            _ => (403, Some("publishable_key")),
        };
        for (key, (status, code)) in [
            (None, (401, Some("key_missing"))),
            (Some("sk_wrong"), (401, Some("key_unknown"))),
            (Some(publishable.as_str()), for_publishable),
            (Some(without.as_str()), (403, Some("scope_missing"))),
            (Some(with.as_str()), (200, None)),
        ] {
            unique += 1;
            let mut call = operation.good_call(&face, &unique.to_string()).await.header("idempotency-key", "k");
            if let Some(key) = key {
                call = call.header("authorization", &format!("Bearer {key}"));
            }
            let got = call.send().await;
            match code {
                Some(code) => {
                    got.is_problem(status, code);
                }
                None => assert!(got.status.is_success(), "{} {}: {}", operation.id, got.status, got.text()),
            }
        }
    }
    assert!(unique >= 5 * 15, "{unique} calls");
}

#[tokio::test]
async fn who_may_not_do_it_is_refused_before_the_body_is_read() {
    let face = Face::new().await;
    let reader = face.secret_key(&[Scope::CouponsRead]).await;
    let bearer = |key: &str| format!("Bearer {key}");
    let call = face.bare_call("POST", "/v1/coupons").header("authorization", &bearer(&reader));
    call.json(&json!({ "nope": 1 })).send().await.is_problem(403, "scope_missing");
    let publishable = face.publishable_key().await;
    let call = face.bare_call("POST", "/v1/redemptions").header("authorization", &bearer(&publishable));
    call.json(&json!({ "nope": 1 })).send().await.is_problem(403, "publishable_key");
    for operation in operations::all().into_iter().filter(operations::Operation::is_change) {
        let path = operation
            .path
            .replace("{id}", "none")
            .replace("{order_id}", "none")
            .replace("{locale}", "en")
            .replace("{version}", "1")
            .replace("{customer_id}", "none");
        let never = Body::from_stream(futures::stream::pending::<Result<Bytes, std::io::Error>>());
        let call = face.bare_call(&operation.method, &path).header("authorization", &bearer(&publishable));
        let got = call.header("content-type", "application/json").body(never).send().await;
        match operation.id.as_str() {
            "claim_code" | "create_claim" => got.is_problem(401, "customer_token_missing"),
            _ => got.is_problem(403, "publishable_key"),
        };
    }
}

#[tokio::test]
async fn only_what_a_supervisor_asks_needs_no_key() {
    let open: std::collections::BTreeSet<_> = operations::all()
        .into_iter()
        .filter(|operation| operation.scope.is_none())
        .map(|operation| operation.path)
        .collect();
    assert_eq!(
        open.iter().map(String::as_str).collect::<Vec<_>>(),
        ["/healthz", "/metrics", "/openapi.json", "/readyz"]
    );
}

#[tokio::test]
async fn a_revoked_key_is_refused_at_once() {
    let face = Face::new().await;
    let call = || face.call("GET", "/v1/coupons").send();
    assert_eq!(call().await.status, 200);
    let id = face.app.list_keys().await.unwrap()[0].id.clone();
    face.app.revoke_key(&id).await.unwrap();
    call().await.is_problem(401, "key_unknown");
}
