//! `DELETE /v1/views/{id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::list::Deleted;
use crate::extract::{MutationRequest, PathId};

/// Delete a saved view.
#[utoipa::path(
    delete,
    path = "/v1/views/{id}",
    tag = "Views",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`viw_...`")),
    responses(
        (status = 200, description = "The view is gone.", body = Deleted),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn delete_view(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    mutation(app.delete_view(request.without_content()?, &id).await?)
}
