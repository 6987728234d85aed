//! `GET /v1/segments/{id}/members`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::list::{Cursor, Limit};
use crate::api::schema::segment::MemberPage;
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

/// List the members of a segment.
///
/// By customer id. Of a dynamic segment a page holds the members among the next 1,000 customers the store knows: it may be
/// short, or empty, and go on; the end is where `next_cursor` is `null`. Whose own `segments` list names a static segment is
/// in it for coupons and not listed here.
#[utoipa::path(
    get,
    path = "/v1/segments/{id}/members",
    tag = "Segments",
    security(("key" = ["customers"])),
    params(("id" = String, Path, description = "`seg_...`"), Limit, Cursor),
    responses((status = 200, description = "A page of members.", body = MemberPage))
)]
pub(super) async fn list_segment_members(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_segment_members(&caller, &id, page).await?)
}
