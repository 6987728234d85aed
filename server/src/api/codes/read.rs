//! `GET /v1/codes/{id}`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::code::Code;
use crate::auth::Authenticated;
use crate::extract::{PathId, refuse_query};

/// Read a code and what is left on it.
#[utoipa::path(
    get,
    path = "/v1/codes/{id}",
    tag = "Codes",
    security(("key" = ["codes:read"])),
    params(("id" = String, Path, description = "`cod_...`")),
    responses((status = 200, description = "The code.", body = Code))
)]
pub(super) async fn read_code(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    json(&app.read_code(&caller, &id).await?)
}
