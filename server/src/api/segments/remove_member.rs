//! `DELETE /v1/segments/{id}/members/{customer_id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::segment::MembersChanged;
use crate::extract::{MutationRequest, PathIds};

/// Take a customer out of a static segment.
#[utoipa::path(
    delete,
    path = "/v1/segments/{id}/members/{customer_id}",
    tag = "Segments",
    security(("key" = ["customers"])),
    params(
        ("id" = String, Path, description = "`seg_...`"),
        ("customer_id" = String, Path, description = "Your own id."),
    ),
    responses(
        (status = 200, description = "How many it changed: 0 or 1.", body = MembersChanged),
        (status = 409, description = "`segment_is_dynamic`, `request_in_progress`."),
    )
)]
pub(super) async fn remove_segment_member(
    State(app): State<App>,
    PathIds(id, customer_id): PathIds,
    request: MutationRequest,
) -> Reply {
    mutation(app.remove_segment_member(request.without_content()?, &id, &customer_id).await?)
}
