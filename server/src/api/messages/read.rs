//! `GET /v1/messages/{locale}`.

use axum::extract::State;
use axum::http::Uri;
use axum::http::header::ETAG;
use tessera_app::App;

use crate::answer::{Reply, etag, json};
use crate::api::schema::messages::Messages;
use crate::auth::Authenticated;
use crate::extract::{PathId, refuse_query};

/// Read the messages of a language.
///
/// Every message with the usual words, the variables it may use and your own text, if there is one.
#[utoipa::path(
    get,
    path = "/v1/messages/{locale}",
    tag = "Settings",
    security(("key" = ["settings"])),
    params(("locale" = String, Path, description = "`en` or `fr`.")),
    responses((status = 200, description = "The messages.", body = Messages, headers(("ETag" = String, description = "Their version, for `If-Match`."))))
)]
pub(super) async fn read_messages(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(locale): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    let messages = app.read_messages(&caller, &locale).await?;
    let mut response = json(&messages)?;
    response.headers_mut().insert(ETAG, etag(messages.version));
    Ok(response)
}
