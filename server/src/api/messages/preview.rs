//! `POST /v1/messages/{locale}/preview`.

use axum::extract::State;
use tessera_app::App;
use tessera_engine::messages::LocaleMessages;

use crate::answer::{Reply, json};
use crate::api::schema::messages::{Messages, MessagesBody};
use crate::auth::Authenticated;
use crate::extract::{PathId, QueriedBody};

/// See how messages of a language would read.
///
/// The body is that of `PUT /v1/messages/{locale}`, the answer that of `GET`: each message with a `preview` of what a
/// shopper reads, with numbers that are made up. Nothing is stored.
#[utoipa::path(
    post,
    path = "/v1/messages/{locale}/preview",
    tag = "Settings",
    security(("key" = ["settings"])),
    params(("locale" = String, Path, description = "`en` or `fr`.")),
    request_body(content = MessagesBody, content_type = "application/json"),
    responses((status = 200, description = "The messages as they would be; `version` is the one of now.", body = Messages))
)]
pub(super) async fn preview_messages(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(locale): PathId,
    QueriedBody { body, query }: QueriedBody,
) -> Reply {
    query.finish()?;
    let own = tessera_engine::from_json::<LocaleMessages>(&body)?;
    json(&app.preview_messages(&caller, &locale, &own).await?)
}
