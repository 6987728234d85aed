//! `GET /v1/categories/{id}`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::category::Category;
use crate::auth::Authenticated;
use crate::extract::{PathId, refuse_query};

/// Read a category.
#[utoipa::path(
    get,
    path = "/v1/categories/{id}",
    tag = "Categories",
    security(("key" = ["catalogue"])),
    params(("id" = String, Path, description = "Your own id.")),
    responses((status = 200, description = "The category.", body = Category))
)]
pub(super) async fn read_category(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    json(&app.read_category(&caller, &id).await?)
}
