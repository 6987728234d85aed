//! `DELETE /v1/templates/{id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::list::Deleted;
use crate::extract::{MutationRequest, PathId};

/// Delete a template of your own.
///
/// Coupons that were made from it stay; nothing of them is locked any more.
#[utoipa::path(
    delete,
    path = "/v1/templates/{id}",
    tag = "Templates",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`tpl_...`")),
    responses(
        (status = 200, description = "The template is gone.", body = Deleted),
        (status = 409, description = "`template_built_in`, `request_in_progress`."),
    )
)]
pub(super) async fn delete_template(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    mutation(app.delete_template(request.without_content()?, &id).await?)
}
