//! `GET /v1/segments/{id}/count`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::list::Cursor;
use crate::api::schema::segment::SegmentCount;
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

/// Count the members of a segment.
///
/// Of a dynamic segment a call counts the members among the next 2,000 customers the store knows; add up until
/// `next_cursor` is `null`.
#[utoipa::path(
    get,
    path = "/v1/segments/{id}/count",
    tag = "Segments",
    security(("key" = ["customers"])),
    params(("id" = String, Path, description = "`seg_...`"), Cursor),
    responses(
        (status = 200, description = "How many there are.", body = SegmentCount),
        (status = 400, description = "`invalid_cursor`, `invalid_query`."),
    )
)]
pub(super) async fn count_segment(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let cursor = query.text("cursor");
    query.finish()?;
    json(&app.count_segment(&caller, &id, cursor).await?)
}
