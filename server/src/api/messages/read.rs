//! `GET /v1/messages/{locale}`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
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
    responses((status = 200, description = "The messages.", body = Messages))
)]
pub(super) async fn read_messages(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(locale): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    json(&app.read_messages(&caller, &locale).await?)
}
