//! `GET /v1/campaigns/{id}`.

use axum::extract::State;
use axum::http::Uri;
use axum::http::header::ETAG;
use tessera_app::App;

use crate::answer::{Reply, etag, json};
use crate::api::schema::campaign::Campaign;
use crate::auth::Authenticated;
use crate::extract::{PathId, refuse_query};

/// Read a campaign and what it gave of its budget.
#[utoipa::path(
    get,
    path = "/v1/campaigns/{id}",
    tag = "Campaigns",
    security(("key" = ["coupons:read"])),
    params(("id" = String, Path, description = "`cmp_...`")),
    responses((status = 200, description = "The campaign.", body = Campaign, headers(("ETag" = String, description = "Its version."))))
)]
pub(super) async fn read_campaign(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    let campaign = app.read_campaign(&caller, &id).await?;
    let mut response = json(&campaign)?;
    response.headers_mut().insert(ETAG, etag(campaign.version));
    Ok(response)
}
