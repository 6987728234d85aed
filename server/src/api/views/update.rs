//! `PATCH /v1/views/{id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, versioned};
use crate::api::schema::list::IfMatch;
use crate::api::schema::view::{SavedView, ViewPatch};
use crate::extract::{MutationRequest, PathId};

/// Change a saved view.
///
/// The body is a JSON Merge Patch (RFC 7396): `null` clears, lists are replaced whole, what is left out stays.
#[utoipa::path(
    patch,
    path = "/v1/views/{id}",
    tag = "Views",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`viw_...`"), IfMatch),
    request_body(content = ViewPatch, content_type = "application/json"),
    responses(
        (status = 200, description = "The view.", body = SavedView, headers(("ETag" = String, description = "Its new version."))),
        (status = 409, description = "`request_in_progress`."),
        (status = 412, description = "`version_conflict`."),
    )
)]
pub(super) async fn update_view(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    versioned(app.update_view(request, &id).await?)
}
