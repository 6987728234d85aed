//! `GET /v1/webhooks`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::list::{Cursor, Limit};
use crate::api::schema::webhook::WebhookPage;
use crate::auth::Authenticated;
use crate::extract::Query;

/// List endpoints, the oldest first.
#[utoipa::path(
    get,
    path = "/v1/webhooks",
    tag = "Events",
    security(("key" = ["webhooks"])),
    params(Limit, Cursor),
    responses((status = 200, description = "A page of endpoints.", body = WebhookPage))
)]
pub(super) async fn list_webhooks(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_webhooks(&caller, page).await?)
}
