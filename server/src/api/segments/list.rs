//! `GET /v1/segments`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::list::{Cursor, Limit};
use crate::api::schema::segment::SegmentPage;
use crate::auth::Authenticated;
use crate::extract::Query;

/// List segments, the oldest first.
#[utoipa::path(
    get,
    path = "/v1/segments",
    tag = "Segments",
    security(("key" = ["customers"])),
    params(Limit, Cursor),
    responses((status = 200, description = "A page of segments.", body = SegmentPage))
)]
pub(super) async fn list_segments(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_segments(&caller, page).await?)
}
