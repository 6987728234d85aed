//! `GET /v1/segments/{id}`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::segment::Segment;
use crate::auth::Authenticated;
use crate::extract::{PathId, refuse_query};

/// Read a segment.
#[utoipa::path(
    get,
    path = "/v1/segments/{id}",
    tag = "Segments",
    security(("key" = ["customers"])),
    params(("id" = String, Path, description = "`seg_...`")),
    responses((status = 200, description = "The segment.", body = Segment))
)]
pub(super) async fn read_segment(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    json(&app.read_segment(&caller, &id).await?)
}
