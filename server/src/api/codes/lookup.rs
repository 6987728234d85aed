//! `POST /v1/codes/lookup`.

use axum::extract::State;
use tessera_app::codes::CodeLookup;
use tessera_app::{App, Scope};

use crate::answer::{Reply, json};
use crate::api::schema::code::{Code, CodeLookup as CodeLookupSchema};
use crate::auth::Authenticated;
use crate::extract::JsonBody;

/// Find the code that somebody typed.
///
/// In any spelling. Where no live code reads so, the one that was voided last. A code that is not found because a
/// character of it was mistyped is told apart where its batch has a check character.
#[utoipa::path(
    post,
    path = "/v1/codes/lookup",
    tag = "Codes",
    security(("key" = ["codes:read"])),
    request_body(content = CodeLookupSchema, content_type = "application/json"),
    responses(
        (status = 200, description = "The code.", body = Code),
        (status = 404, description = "`not_found`."),
    )
)]
pub(super) async fn lookup_code(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    JsonBody(body): JsonBody,
) -> Reply {
    caller.require(Scope::CodesRead)?;
    let lookup = tessera_engine::from_json::<CodeLookup>(&body)?;
    json(&app.lookup_code(&caller, lookup).await?)
}
