//! `PUT /v1/segments/{id}/members`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::segments::Members;

use crate::answer::{Reply, mutation};
use crate::api::schema::segment::{MembersBody, MembersChanged};
use crate::extract::{MutationRequest, PathId};

/// Take customers into a static segment.
///
/// Up to 1,000 of your own ids. Who is in it already stays in it; the store need not know the customers.
#[utoipa::path(
    put,
    path = "/v1/segments/{id}/members",
    tag = "Segments",
    security(("key" = ["customers"])),
    params(("id" = String, Path, description = "`seg_...`")),
    request_body(content = MembersBody, content_type = "application/json"),
    responses(
        (status = 200, description = "How many it changed.", body = MembersChanged),
        (status = 409, description = "`segment_is_dynamic`, `request_in_progress`."),
    )
)]
pub(super) async fn add_segment_members(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let members = tessera_engine::from_json::<Members>(&request.body)?;
    mutation(app.add_segment_members(request, &id, members).await?)
}
