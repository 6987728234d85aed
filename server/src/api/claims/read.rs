//! `GET /v1/claims/{id}`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::claim::Claim;
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

/// Read a claim.
#[utoipa::path(
    get,
    path = "/v1/claims/{id}",
    tag = "Claims",
    security(("key" = ["claims"])),
    params(
        ("id" = String, Path, description = "`clm_...`"),
        ("locale" = Option<String>, Query, description = "The language of title and summary; `en` unless told."),
    ),
    responses((status = 200, description = "The claim.", body = Claim))
)]
pub(super) async fn read_claim(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let locale = query.text("locale");
    query.finish()?;
    json(&app.read_claim(&caller, &id, locale.as_deref()).await?)
}
