//! `POST /v1/codes/{id}/void`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::code::Code;
use crate::extract::{MutationRequest, PathId};

/// Void a code.
///
/// It unlocks nothing any more, a reservation that holds it included, and its text is free again. What is left on it
/// stays in the books. Once more: the same.
#[utoipa::path(
    post,
    path = "/v1/codes/{id}/void",
    tag = "Codes",
    security(("key" = ["codes:write"])),
    params(("id" = String, Path, description = "`cod_...`")),
    responses(
        (status = 200, description = "The code.", body = Code),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn void_code(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    mutation(app.void_code(request.without_content()?, &id).await?)
}
