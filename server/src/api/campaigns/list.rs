//! `GET /v1/campaigns`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::campaign::CampaignPage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::Query;

/// List campaigns, the oldest first.
#[utoipa::path(
    get,
    path = "/v1/campaigns",
    tag = "Campaigns",
    security(("key" = ["coupons:read"])),
    params(Limit, Cursor),
    responses((status = 200, description = "A page of campaigns.", body = CampaignPage))
)]
pub(super) async fn list_campaigns(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_campaigns(&caller, page).await?)
}
