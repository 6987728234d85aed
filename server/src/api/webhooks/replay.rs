//! `POST /v1/webhooks/{id}/replay`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::webhooks::Replay;

use crate::answer::{Reply, mutation};
use crate::api::schema::webhook::{Replay as ReplaySchema, Webhook};
use crate::extract::{MutationRequest, PathId};

/// Send events again.
///
/// From an instant or an event on, with the ids they had. A disabled endpoint is enabled by it.
#[utoipa::path(
    post,
    path = "/v1/webhooks/{id}/replay",
    tag = "Events",
    security(("key" = ["webhooks"])),
    params(("id" = String, Path, description = "`whk_...`")),
    request_body(content = ReplaySchema, content_type = "application/json"),
    responses(
        (status = 200, description = "The endpoint.", body = Webhook),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn replay_webhook(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let replay = tessera_engine::from_json::<Replay>(&request.body)?;
    mutation(app.replay_webhook(request, &id, replay).await?)
}
