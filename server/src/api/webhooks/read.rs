//! `GET /v1/webhooks/{id}`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::webhook::Webhook;
use crate::auth::Authenticated;
use crate::extract::{PathId, refuse_query};

/// Read an endpoint and how it does.
#[utoipa::path(
    get,
    path = "/v1/webhooks/{id}",
    tag = "Events",
    security(("key" = ["webhooks"])),
    params(("id" = String, Path, description = "`whk_...`")),
    responses((status = 200, description = "The endpoint.", body = Webhook))
)]
pub(super) async fn read_webhook(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    json(&app.read_webhook(&caller, &id).await?)
}
