//! An API that has one product, knows no code, and loses answers when it is told to. What it does with an order that is
//! placed it does as the real one.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};

/// What it did so far.
#[derive(Default)]
pub(crate) struct Done {
    /// Orders that were placed, with what they were placed with.
    pub(crate) orders: BTreeMap<String, Value>,
    /// What was held: order, cart and discounts, total; `None` once another took its place.
    held: Vec<Option<Value>>,
    /// Answers to a commit that get lost, from now on.
    pub(crate) loses: u32,
    /// Commits that are still running when their caller hears of them, from now on; they never end.
    pub(crate) hangs: u32,
    /// Whether orders cannot be read now.
    pub(crate) is_silent: bool,
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
        .route("/v1/customers/{id}", list(json!({ "name": "Somebody" })))
        .route(
            "/v1/customers/{id}/wallet",
            list(json!({ "data": [], "counts": { "available": 0, "used": 0, "expired": 0 } })),
        )
        .route("/v1/customers/{id}/wallet/best", post(|| async { answer(StatusCode::OK, &json!({ "data": [] })) }))
        .route("/v1/redemptions", list(json!({ "data": [] })))
        .route("/v1/quotes", post(quote))
        .route("/v1/orders/{id}", get(order))
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
    let refused = |code: &Value| {
        let message = "This code is not valid.";
        json!({ "code": code, "claim_id": null, "reason": "discount_code_invalid", "message": message })
    };
    json!({
        "line_items": lines,
        "discounts": { "applied": [], "rejected": codes.iter().map(refused).collect::<Vec<_>>() },
        "totals": {
            "subtotal": total, "setup_fees": 0, "shipping": 0, "fees": 0, "tax": 0, "total": total, "savings": 0
        }
    })
}

async fn quote(State(api): State<Api>, body: Bytes) -> Response {
    api.lock().unwrap().quotes += 1;
    answer(StatusCode::OK, &priced(&serde_json::from_slice(&body).unwrap()))
}

async fn order(State(api): State<Api>, Path(id): Path<String>) -> Response {
    let done = api.lock().unwrap();
    if done.is_silent {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let Some(asked) = done.orders.get(&id) else {
        return answer(StatusCode::NOT_FOUND, &json!({ "code": "not_found", "detail": "There is none." }));
    };
    let quote = priced(asked);
    answer(
        StatusCode::OK,
        &json!({
            "order_id": id, "state": "placed", "placed_at": "2026-11-20T12:00:00Z", "customer_id": null,
            "currency": "USD", "total": quote["totals"]["total"], "refunded": 0, "cart": asked["cart"], "quote": quote,
        }),
    )
}

async fn reserve(State(api): State<Api>, body: Bytes) -> Response {
    let asked: Value = serde_json::from_slice(&body).unwrap();
    let order = asked["order_id"].as_str().unwrap().to_owned();
    let mut done = api.lock().unwrap();
    if let Some(placed) = done.orders.get(&order) {
        // The same once more is the order as it was placed, another is refused.
        return if (&placed["cart"], &placed["discounts"]) == (&asked["cart"], &asked["discounts"]) {
            let it = json!({ "id": "rsv_0", "state": "committed", "expires_at": null, "quote": priced(&asked) });
            answer(StatusCode::CREATED, &it)
        } else {
            answer(StatusCode::CONFLICT, &json!({ "code": "order_already_committed", "detail": "It was placed." }))
        };
    }
    for held in &mut done.held {
        *held = held.take().filter(|held| held["order_id"] != order.as_str());
    }
    done.held.push(Some(asked.clone()));
    let id = format!("rsv_{}", done.held.len() - 1);
    let expires_at = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(15);
    let it = json!({ "id": id, "state": "held", "expires_at": expires_at.to_string(), "quote": priced(&asked) });
    answer(StatusCode::CREATED, &it)
}

async fn commit(State(api): State<Api>, Path(id): Path<String>, body: Bytes) -> Response {
    let expected: Value = serde_json::from_slice(&body).unwrap();
    let mut done = api.lock().unwrap();
    let held = done.held[id.strip_prefix("rsv_").unwrap().parse::<usize>().unwrap()].clone();
    let Some(held) = held else {
        return answer(StatusCode::CONFLICT, &json!({ "code": "reservation_released", "detail": "It is over." }));
    };
    if done.hangs > 0 {
        done.hangs -= 1;
        return answer(StatusCode::CONFLICT, &json!({ "code": "request_in_progress", "detail": "It runs." }));
    }
    let quote = priced(&held);
    if quote["totals"]["total"] != expected["expected_total"] {
        return answer(StatusCode::CONFLICT, &json!({ "code": "total_changed", "detail": "Look at it." }));
    }
    done.orders.insert(held["order_id"].as_str().unwrap().to_owned(), held);
    if done.loses > 0 {
        done.loses -= 1;
        return StatusCode::BAD_GATEWAY.into_response();
    }
    answer(StatusCode::OK, &json!({ "id": id, "state": "committed", "expires_at": null, "quote": quote }))
}
