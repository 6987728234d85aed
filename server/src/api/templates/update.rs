//! `PATCH /v1/templates/{id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, versioned};
use crate::api::schema::list::IfMatch;
use crate::api::schema::template::{Template, TemplatePatch};
use crate::extract::{MutationRequest, PathId};

/// Change a template of your own.
///
/// The body is a JSON Merge Patch (RFC 7396), of the terms too. Coupons that were made from it stay as they are; what it
/// locks holds for their edits from now on. A built-in template is not changed: duplicate it.
#[utoipa::path(
    patch,
    path = "/v1/templates/{id}",
    tag = "Templates",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`tpl_...`"), IfMatch),
    request_body(content = TemplatePatch, content_type = "application/json"),
    responses(
        (status = 200, description = "The template.", body = Template, headers(("ETag" = String, description = "Its new version."))),
        (status = 409, description = "`template_built_in`, `request_in_progress`."),
        (status = 412, description = "`version_conflict`."),
    )
)]
pub(super) async fn update_template(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    versioned(app.update_template(request, &id).await?)
}
