//! `DELETE /v1/segments/{id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::segment::DeletedSegment;
use crate::extract::{MutationRequest, PathId};

/// Delete a segment.
///
/// With its list of members. A segment that a coupon (which is not archived) or a dynamic segment names is kept.
#[utoipa::path(
    delete,
    path = "/v1/segments/{id}",
    tag = "Segments",
    security(("key" = ["customers"])),
    params(("id" = String, Path, description = "`seg_...`")),
    responses(
        (status = 200, description = "It is deleted.", body = DeletedSegment),
        (status = 409, description = "`segment_in_use`, `request_in_progress`."),
    )
)]
pub(super) async fn delete_segment(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    mutation(app.delete_segment(request.without_content()?, &id).await?)
}
