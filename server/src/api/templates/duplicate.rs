//! `POST /v1/templates/{id}/duplicate`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::templates::DuplicateRequest;

use crate::answer::{Reply, versioned};
use crate::api::schema::template::{Template, TemplateCopy};
use crate::extract::{MutationRequest, PathId};

/// Copy a template.
///
/// The copy is your own, whatever the original is, and goes its own way: the original stays as it is.
#[utoipa::path(
    post,
    path = "/v1/templates/{id}/duplicate",
    tag = "Templates",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`tpl_...`")),
    request_body(content = TemplateCopy, content_type = "application/json"),
    responses(
        (status = 201, description = "The copy.", body = Template, headers(("ETag" = String, description = "Its version."))),
        (status = 404, description = "`not_found`."),
        (status = 409, description = "`too_many_saved`, `request_in_progress`."),
    )
)]
pub(super) async fn duplicate_template(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let body = tessera_engine::from_json::<DuplicateRequest>(&request.body)?;
    versioned(app.duplicate_template(request, &id, body).await?)
}
