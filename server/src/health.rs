//! `/healthz`, `/readyz` and `/metrics`: what a supervisor and a scraper ask. No key is needed.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::schema::health::{Alive, Health};

/// The routes of this file but `/metrics`, which needs the figures and is added by [`crate::router`].
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(check_alive)).routes(routes!(check_health))
}

/// Ask whether the process answers.
#[utoipa::path(get, path = "/healthz", tag = "Operations", responses((status = 200, description = "It does.", body = Alive)))]
async fn check_alive() -> Response {
    Json(json!({ "status": "alive" })).into_response()
}

/// Ask whether quotes and mutations work.
///
/// A broken promise is named, with the way out.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "Operations",
    responses(
        (status = 200, description = "Both work.", body = Health),
        (status = 503, description = "Something is broken.", body = Health),
    )
)]
async fn check_health(State(app): State<App>) -> Response {
    let health = app.check_health().await;
    let ready = health.ready_to_read && health.ready_to_write;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(health)).into_response()
}

/// Read figures for Prometheus.
///
/// Requests by route, method and status class, their durations, those that run, quotes and redemptions, and when the process started.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "Operations",
    responses((status = 200, description = "The figures, Prometheus text format 0.0.4.", body = String, content_type = "text/plain"))
)]
#[expect(dead_code, reason = "describes the route that `crate::router` adds")]
pub(crate) async fn read_metrics() {}
