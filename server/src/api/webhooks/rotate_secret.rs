//! `POST /v1/webhooks/{id}/rotate-secret`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::webhook::CreatedWebhook;
use crate::extract::{MutationRequest, PathId};

/// Give an endpoint another secret.
///
/// The new secret is in this answer and never again. For a day both sign: `webhook-signature` then holds two.
#[utoipa::path(
    post,
    path = "/v1/webhooks/{id}/rotate-secret",
    tag = "Events",
    security(("key" = ["webhooks"])),
    params(("id" = String, Path, description = "`whk_...`")),
    responses(
        (status = 200, description = "The endpoint with its new secret.", body = CreatedWebhook),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn rotate_webhook_secret(
    State(app): State<App>,
    PathId(id): PathId,
    request: MutationRequest,
) -> Reply {
    mutation(app.rotate_webhook_secret(request.without_content()?, &id).await?)
}
