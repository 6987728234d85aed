//! `GET /v1/codes/{id}/balance`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::code::BalanceEntryPage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

/// List what was put on a code, what orders took of it and what came back, the newest first.
#[utoipa::path(
    get,
    path = "/v1/codes/{id}/balance",
    tag = "Codes",
    security(("key" = ["codes:read"])),
    params(("id" = String, Path, description = "`cod_...`"), Limit, Cursor),
    responses((status = 200, description = "A page of movements.", body = BalanceEntryPage))
)]
pub(super) async fn list_balance_entries(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_balance_entries(&caller, &id, page).await?)
}
