//! `DELETE /v1/baskets/{id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::list::Deleted;
use crate::extract::{MutationRequest, PathId};

/// Delete a test basket.
#[utoipa::path(
    delete,
    path = "/v1/baskets/{id}",
    tag = "Baskets",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`bsk_...`")),
    responses(
        (status = 200, description = "The basket is gone.", body = Deleted),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn delete_basket(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    mutation(app.delete_basket(request.without_content()?, &id).await?)
}
