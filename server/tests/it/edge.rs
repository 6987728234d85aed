//! What every answer has, and what is refused before a handler runs.

use std::time::Duration;

use axum::body::{Body, Bytes};
use futures::FutureExt;
use serde_json::json;
use tessera_server::ServerOptions;

use crate::face::Face;
use crate::operations::quote;

#[tokio::test]
async fn an_unknown_path_and_a_wrong_method_are_told_apart() {
    let face = Face::new().await;
    for path in [
        "/v1",
        "/v1/",
        "/v1/nope",
        "/v2/quotes",
        "/v1/quotes/",
        "/v1/coupons//",
        "/assets/nope.css",
        "/assets/../Cargo.toml",
    ] {
        face.get(path).await.is_problem(404, "path_unknown");
    }
    let got = face.get("/v1/quotes").await;
    got.is_problem(405, "method_not_allowed");
    assert_eq!(got.header("allow"), "POST");
    let got = face.call("PUT", "/v1/coupons/cpn_1").send().await;
    got.is_problem(405, "method_not_allowed");
    for method in ["GET", "PATCH", "DELETE"] {
        assert!(got.header("allow").contains(method), "{}", got.header("allow"));
    }
}

#[tokio::test]
async fn every_answer_has_a_request_id_and_safe_headers() {
    let face = Face::new().await;
    for path in ["/", "/docs", "/healthz", "/v1/coupons", "/v1/nope", "/assets/tessera.css"] {
        let got = face.get(path).await;
        assert!(got.header("x-request-id").starts_with("req_"), "{path}");
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(got.header("referrer-policy"), "no-referrer", "{path}");
        assert!(!got.header("cache-control").is_empty(), "{path}");
    }
    assert_eq!(face.get("/v1/coupons").await.header("cache-control"), "no-store");
    let got = face.call("GET", "/v1/nope").header("x-request-id", "shop-42").send().await;
    assert_eq!(got.header("x-request-id"), "shop-42");
    assert_eq!(got.is_problem(404, "path_unknown")["request_id"], "shop-42");
    let got = face.call("GET", "/v1/nope").header("x-request-id", "<script>").send().await;
    assert!(got.header("x-request-id").starts_with("req_"));
}

#[tokio::test]
async fn a_request_that_takes_too_long_ends() {
    let face =
        Face::with(ServerOptions { request_timeout: Duration::from_millis(50), ..ServerOptions::default() }).await;
    let never = Body::from_stream(futures::stream::pending::<Result<Bytes, std::io::Error>>());
    let got = face.call("POST", "/v1/quotes").header("content-type", "application/json").body(never).send().await;
    got.is_problem(503, "timed_out");
    assert_eq!(got.header("retry-after"), "1");
}

#[tokio::test]
async fn a_full_server_says_so_at_once() {
    let face = Face::with(ServerOptions { max_in_flight: 1, ..ServerOptions::default() }).await;
    let never = Body::from_stream(futures::stream::pending::<Result<Bytes, std::io::Error>>());
    let probe = || face.call("POST", "/v1/quotes").json(&quote()).send();
    {
        let slow = face.call("POST", "/v1/quotes").header("content-type", "application/json").body(never).send();
        let mut slow = std::pin::pin!(slow);
        assert!(slow.as_mut().now_or_never().is_none());
        let got = probe().await;
        got.is_problem(503, "unavailable");
        assert_eq!(got.header("retry-after"), "1");
    }
    // The client of the slow one went away.
    assert_eq!(probe().await.status, 200);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_fault_of_the_caller() {
    let face = Face::new().await;
    let pieces = [Ok(Bytes::from_static(b"{\"cart\"")), Err(std::io::Error::other("gone"))];
    let broken = Body::from_stream(futures::stream::iter(pieces));
    let got = face.call("POST", "/v1/quotes").header("content-type", "application/json").body(broken).send().await;
    got.is_problem(400, "malformed_json");
}

#[tokio::test]
async fn health_and_figures_are_told_without_a_key() {
    let face = Face::new().await;
    let alive = face.bare_call("GET", "/healthz").send().await;
    assert_eq!((alive.status.as_u16(), alive.json()), (200, json!({ "status": "alive" })));
    let ready = face.bare_call("GET", "/readyz").send().await;
    assert_eq!(ready.status, 200, "{}", ready.text());
    assert_eq!(ready.json(), json!({ "alive": true, "ready_to_read": true, "ready_to_write": true, "broken": [] }));
    face.post("/v1/quotes", &quote()).await;
    face.post("/v1/quotes", &json!({})).await;
    let order = json!({ "order_id": "o1", "cart": crate::operations::cart() });
    for _ in 0..2 {
        let placed = face.call("POST", "/v1/redemptions").header("idempotency-key", "k1").json(&order).send().await;
        assert_eq!(placed.status, 201, "{}", placed.text());
    }
    let figures = face.bare_call("GET", "/metrics").send().await;
    assert!(figures.header("content-type").starts_with("text/plain"));
    let text = figures.text();
    for line in [
        r#"tessera_http_requests_total{route="/v1/quotes",method="POST",status="2xx"} 1"#,
        r#"tessera_http_requests_total{route="/v1/quotes",method="POST",status="4xx"} 1"#,
        r#"tessera_http_request_duration_seconds_count{route="/v1/quotes",method="POST"} 2"#,
        "tessera_quotes_total 1",
        "tessera_redemptions_total 1",
        "tessera_http_requests_in_flight 1",
        "process_start_time_seconds ",
    ] {
        assert!(text.lines().any(|there| there.starts_with(line)), "{line} in\n{text}");
    }
}
