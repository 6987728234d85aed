//! The HTTP face of Tessera.
//!
//! **Purpose.** Turns requests into calls of use cases and their answers into HTTP: routes, authentication,
//! `application/problem+json`, the OpenAPI description, pages, health and metrics. One endpoint is one file,
//! `api/<resource>/<verb>.rs`, and its handler has the name of the use case: search `create_quote` and the whole
//! way shows.
//!
//! **Not here.** Rules. What a caller may do is decided by `app`; this crate finds out who calls. Nothing here
//! reads or writes the store.
//!
//! **Where to start.** [`router`] puts the face together, `api/mod.rs` lists the operations, `edge.rs` is the one
//! layer that every request passes: request id, load shedding, time limit, panics, headers, metrics and log.

mod address;
mod admin;
mod answer;
mod api;
mod auth;
mod cors;
mod courier;
mod edge;
mod extract;
mod health;
mod metrics;
mod options;
mod pages;
mod problem;
mod proxies;
mod serve;
mod telemetry;

use axum::Router;
use axum::routing::get;
use tessera_app::{App, ErrorCode};

pub use api::openapi;
pub use courier::{CourierError, HttpCourier};
pub use options::ServerOptions;
pub use proxies::{ProxiesError, TrustedProxies};
pub use serve::{ServeError, serve, serve_router};

use crate::edge::EdgeLayer;
use crate::metrics::Metrics;
use crate::problem::Refusal;

/// The whole face over the use cases: API, pages, health and metrics.
pub fn router(app: App, options: ServerOptions) -> Router {
    let (api, description) = api::routes().split_for_parts();
    let description = api::complete(description);
    let metrics = Metrics::new(&description);
    let edge = EdgeLayer::new(metrics.clone(), app.clone(), &options);
    let in_flight = edge.in_flight();
    api.merge(pages::routes(&description, options.has_shop))
        .merge(admin::routes(app.clone(), options.trusted_proxies.clone()))
        .with_state(app)
        .route("/metrics", get(move || async move { metrics.render(in_flight.count()) }))
        .fallback(pages::answer_lost)
        .method_not_allowed_fallback(|| async { Refusal::of(ErrorCode::MethodNotAllowed) })
        .layer(edge)
}
