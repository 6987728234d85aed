//! `PATCH /v1/webhooks/{id}`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::webhooks::WebhookPatch;

use crate::answer::{Reply, mutation};
use crate::api::schema::webhook::{Webhook, WebhookPatch as WebhookPatchSchema};
use crate::extract::{MutationRequest, PathId};

/// Change an endpoint, stop it or start it again.
///
/// What is absent stays. Enabled again, it goes on with the event it stopped at.
#[utoipa::path(
    patch,
    path = "/v1/webhooks/{id}",
    tag = "Events",
    security(("key" = ["webhooks"])),
    params(("id" = String, Path, description = "`whk_...`")),
    request_body(content = WebhookPatchSchema, content_type = "application/json"),
    responses(
        (status = 200, description = "The endpoint.", body = Webhook),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn update_webhook(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let patch = tessera_engine::from_json::<WebhookPatch>(&request.body)?;
    mutation(app.update_webhook(request, &id, patch).await?)
}
