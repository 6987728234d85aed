//! Pages for people: home, the readable API description and the table of errors. They read without script; the only
//! script is RapiDoc's own file on `/docs`. Every page says by its content security policy what it may load.

pub(crate) mod assets;
mod docs;
mod errors;
mod here;
mod home;
pub(crate) mod language;
mod lost;
pub(crate) mod openapi;
mod widget;

use askama::Template;
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tessera_app::{App, ErrorCode};
use utoipa::openapi::OpenApi;

pub(crate) use lost::answer_lost;

use crate::answer::Reply;
use crate::problem::Refusal;

/// The routes of this folder that stand in no description.
pub(crate) const PATHS: [&str; 7] =
    ["/", "/docs", "/docs/errors", "/docs/widget", "/docs/widget/manual", "/assets/{*path}", "/widget/tessera.js"];

/// The pages.
pub(crate) fn routes(description: &OpenApi, has_shop: bool) -> Router<App> {
    let docs = docs::DocsPage::new(description);
    Router::new()
        .route("/", get(move |app, here, uri, headers| home::show_home(has_shop, app, here, uri, headers)))
        .route("/docs", get(move || async move { docs.show() }))
        .route("/docs/errors", get(errors::show_errors))
        .route("/docs/widget", get(widget::show_widget))
        .route("/docs/widget/manual", get(widget::show_manual))
        .route("/assets/{*path}", get(assets::read_asset))
        .route("/widget/tessera.js", get(widget::read_widget))
        .merge(openapi::routes(description))
}

/// What a page without script may load: our own style sheet and icons.
const PLAIN: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// A page under a content security policy.
fn page(template: &impl Template, policy: HeaderValue) -> Reply {
    let html = template.render().map_err(|error| {
        tracing::error!(%error, "a page could not be written");
        Refusal::of(ErrorCode::Internal)
    })?;
    Ok(html_page(html, policy))
}

fn html_page(html: String, policy: HeaderValue) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, html).into_response()
}
