//! An API that has one product, knows no code, and loses answers when it is told to.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{body::Bytes, http::header::CONTENT_TYPE};
use serde_json::{Value, json};

/// What it did so far.
#[derive(Default)]
pub(crate) struct Done {
    /// Orders that were placed.
    pub(crate) orders: BTreeSet<String>,
    /// Reservations with their order.
    reservations: Vec<String>,
    /// Answers to a commit that get lost, from now on.
    pub(crate) loses: u32,
    /// Carts that were priced.
    pub(crate) quotes: u32,
}

/// Shared with the test.
pub(crate) type Api = Arc<Mutex<Done>>;

/// Serves it until the test ends.
pub(crate) async fn serve() -> (SocketAddr, Api) {
    let api = Api::default();
    let list = |value: Value| get(move || async move { answer(StatusCode::OK, &value) });
    let product = json!({ "id": "mug", "title": "Mug", "unit_price": 1_000, "in_stock": true });
    let router = Router::new()
        .route("/v1/products", list(json!({ "data": [product], "next_cursor": null })))
        .route("/v1/categories", list(json!({ "data": [] })))
        .route("/v1/claimable", list(json!({ "data": [] })))
        .route("/v1/settings", list(json!({})))
        .route("/v1/quotes", post(quote))
        .route("/v1/reservations", post(reserve))
        .route("/v1/reservations/{id}/commit", post(commit))
        .route("/v1/reservations/{id}/release", post(|| async { answer(StatusCode::OK, &json!({})) }))
        .with_state(Arc::clone(&api));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, api)
}

fn answer(status: StatusCode, value: &Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

fn priced(asked: &Value) -> Value {
    let lines = asked["cart"]["line_items"].as_array().unwrap();
    let total: i64 = lines.iter().map(|line| line["quantity"].as_i64().unwrap() * 1_000).sum();
    let lines: Vec<Value> =
        lines.iter().map(|line| json!({ "id": line["id"], "subtotal": total, "total": total })).collect();
    let codes = asked["discounts"]["codes"].as_array().cloned().unwrap_or_default();
    let refused = |code: &Value| json!({ "code": code, "claim_id": null, "reason": "discount_code_invalid", "message": "This code is not valid." });
    json!({
        "line_items": lines,
        "discounts": { "applied": [], "rejected": codes.iter().map(refused).collect::<Vec<_>>() },
        "totals": { "subtotal": total, "setup_fees": 0, "shipping": 0, "fees": 0, "tax": 0, "total": total, "savings": 0 }
    })
}

async fn quote(State(api): State<Api>, body: Bytes) -> Response {
    api.lock().unwrap().quotes += 1;
    answer(StatusCode::OK, &priced(&serde_json::from_slice(&body).unwrap()))
}

async fn reserve(State(api): State<Api>, body: Bytes) -> Response {
    let asked: Value = serde_json::from_slice(&body).unwrap();
    let order = asked["order_id"].as_str().unwrap().to_owned();
    let mut done = api.lock().unwrap();
    if done.orders.contains(&order) {
        return answer(StatusCode::CONFLICT, &json!({ "code": "order_already_committed", "detail": "It was placed." }));
    }
    done.reservations.push(order);
    let id = format!("rsv_{}", done.reservations.len() - 1);
    // It runs out at once, so that every look at the checkout asks for another.
    answer(
        StatusCode::CREATED,
        &json!({ "id": id, "expires_at": jiff::Timestamp::now().to_string(), "quote": priced(&asked) }),
    )
}

async fn commit(State(api): State<Api>, Path(id): Path<String>) -> Response {
    let mut done = api.lock().unwrap();
    let order = done.reservations[id.strip_prefix("rsv_").unwrap().parse::<usize>().unwrap()].clone();
    done.orders.insert(order);
    if done.loses > 0 {
        done.loses -= 1;
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let quote = json!({ "discounts": { "applied": [], "rejected": [] }, "totals": { "subtotal": 0, "setup_fees": 0, "shipping": 0, "fees": 0, "tax": 0, "total": 0, "savings": 0 } });
    answer(StatusCode::OK, &json!({ "id": id, "expires_at": null, "quote": quote }))
}
