//! `/openapi.json`: the description, for programs.

use axum::Router;
use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::routing::get;
use tessera_app::App;
use utoipa::openapi::OpenApi;

/// The route. The text is made once.
pub(super) fn routes(description: &OpenApi) -> Router<App> {
    let text = Bytes::from(serde_json::to_vec(description).expect("the description serialises"));
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")];
    Router::new().route("/openapi.json", get(move || async move { (headers, text) }))
}

/// Read this description.
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "Operations",
    responses((status = 200, description = "OpenAPI 3.1.", body = Object))
)]
#[expect(dead_code, reason = "describes the route above, whose text is made once")]
pub(crate) async fn read_openapi() {}
