//! `POST /v1/codes/{id}/reassign`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::codes::Reassignment;

use crate::answer::{Reply, mutation};
use crate::api::schema::code::{Code, Reassignment as ReassignmentSchema};
use crate::extract::{MutationRequest, PathId};

/// Give a code to another account.
///
/// From now on only that account may use it; to others it is no code. `null` makes it anybody's. What orders and
/// reservations have of it they keep.
#[utoipa::path(
    post,
    path = "/v1/codes/{id}/reassign",
    tag = "Codes",
    security(("key" = ["codes:write"])),
    params(("id" = String, Path, description = "`cod_...`")),
    request_body(content = ReassignmentSchema, content_type = "application/json"),
    responses(
        (status = 200, description = "The code.", body = Code),
        (status = 409, description = "`code_void`, `request_in_progress`."),
    )
)]
pub(super) async fn reassign_code(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let to = tessera_engine::from_json::<Reassignment>(&request.body)?;
    mutation(app.reassign_code(request, &id, to).await?)
}
