//! `PUT /v1/messages/{locale}`.

use axum::extract::State;
use tessera_app::App;
use tessera_engine::messages::LocaleMessages;

use crate::answer::{Reply, versioned};
use crate::api::schema::list::IfMatch;
use crate::api::schema::messages::{Messages, MessagesBody};
use crate::extract::{MutationRequest, PathId};

/// Replace messages of a language.
///
/// Your own texts, by reason. They are replaced whole: where you give none, the usual words are said again. A text may
/// use the variables of its message in braces; where one of them is not known, the usual words are said. They are in
/// force for the very next quote.
#[utoipa::path(
    put,
    path = "/v1/messages/{locale}",
    tag = "Settings",
    security(("key" = ["settings"])),
    params(("locale" = String, Path, description = "`en` or `fr`."), IfMatch),
    request_body(content = MessagesBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The messages as they are now.", body = Messages, headers(("ETag" = String, description = "Their new version."))),
        (status = 409, description = "`request_in_progress`."),
        (status = 412, description = "`version_conflict`: the words were written since; `version` is the one of now."),
    )
)]
pub(super) async fn put_messages(
    State(app): State<App>,
    PathId(locale): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let own = tessera_engine::from_json::<LocaleMessages>(&request.body)?;
    versioned(app.put_messages(request, &locale, own).await?)
}
