//! `GET /v1/baskets/{id}`.

use axum::extract::State;
use axum::http::Uri;
use axum::http::header::ETAG;
use tessera_app::App;

use crate::answer::{Reply, etag, json};
use crate::api::schema::basket::SavedBasket;
use crate::auth::Authenticated;
use crate::extract::{PathId, refuse_query};

/// Read a test basket.
#[utoipa::path(
    get,
    path = "/v1/baskets/{id}",
    tag = "Baskets",
    security(("key" = ["coupons:read"])),
    params(("id" = String, Path, description = "`bsk_...`")),
    responses((status = 200, description = "The basket.", body = SavedBasket, headers(("ETag" = String, description = "Its version."))))
)]
pub(super) async fn read_basket(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    let found = app.read_basket(&caller, &id).await?;
    let mut response = json(&found)?;
    response.headers_mut().insert(ETAG, etag(found.version));
    Ok(response)
}
