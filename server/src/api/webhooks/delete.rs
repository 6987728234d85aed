//! `DELETE /v1/webhooks/{id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::webhook::DeletedWebhook;
use crate::extract::{MutationRequest, PathId};

/// Send an endpoint nothing any more.
#[utoipa::path(
    delete,
    path = "/v1/webhooks/{id}",
    tag = "Events",
    security(("key" = ["webhooks"])),
    params(("id" = String, Path, description = "`whk_...`")),
    responses(
        (status = 200, description = "The endpoint is gone.", body = DeletedWebhook),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn delete_webhook(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    mutation(app.delete_webhook(request.without_content()?, &id).await?)
}
