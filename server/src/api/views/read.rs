//! `GET /v1/views/{id}`.

use axum::extract::State;
use axum::http::Uri;
use axum::http::header::ETAG;
use tessera_app::App;

use crate::answer::{Reply, etag, json};
use crate::api::schema::view::SavedView;
use crate::auth::Authenticated;
use crate::extract::{PathId, refuse_query};

/// Read a saved view.
#[utoipa::path(
    get,
    path = "/v1/views/{id}",
    tag = "Views",
    security(("key" = ["coupons:read"])),
    params(("id" = String, Path, description = "`viw_...`")),
    responses((status = 200, description = "The view.", body = SavedView, headers(("ETag" = String, description = "Its version."))))
)]
pub(super) async fn read_view(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    let found = app.read_view(&caller, &id).await?;
    let mut response = json(&found)?;
    response.headers_mut().insert(ETAG, etag(found.version));
    Ok(response)
}
