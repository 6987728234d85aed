//! `PATCH /v1/segments/{id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::segment::{Segment, SegmentPatch};
use crate::extract::{MutationRequest, PathId};

/// Change a segment.
///
/// The body is a JSON Merge Patch (RFC 7396) of name and conditions; key and kind stay as they were made. The next quote
/// goes by the new conditions.
#[utoipa::path(
    patch,
    path = "/v1/segments/{id}",
    tag = "Segments",
    security(("key" = ["customers"])),
    params(("id" = String, Path, description = "`seg_...`")),
    request_body(content = SegmentPatch, content_type = "application/json"),
    responses(
        (status = 200, description = "The segment.", body = Segment),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn update_segment(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    mutation(app.update_segment(request, &id).await?)
}
