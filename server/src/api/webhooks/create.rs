//! `POST /v1/webhooks`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::webhooks::NewWebhook;

use crate::answer::{Reply, mutation};
use crate::api::schema::webhook::{CreatedWebhook, WebhookBody};
use crate::extract::MutationRequest;

/// Send events to an endpoint.
///
/// It gets what happens from now on, one event after another in their order, each as `POST` with the event as body and
/// signed as Standard Webhooks has it: `webhook-id` (the event's id, the same on every attempt), `webhook-timestamp`,
/// `webhook-signature`. What is not answered 2xx within 15 s is sent again for days, later and later, and holds up what comes
/// after it. `410`, or five days without one taken, disables the endpoint. The secret is in this answer and never again.
#[utoipa::path(
    post,
    path = "/v1/webhooks",
    tag = "Events",
    security(("key" = ["webhooks"])),
    request_body(content = WebhookBody, content_type = "application/json"),
    responses(
        (status = 201, description = "The endpoint with its secret.", body = CreatedWebhook),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn create_webhook(State(app): State<App>, MutationRequest(request): MutationRequest) -> Reply {
    let webhook = tessera_engine::from_json::<NewWebhook>(&request.body)?;
    mutation(app.create_webhook(request, webhook).await?)
}
