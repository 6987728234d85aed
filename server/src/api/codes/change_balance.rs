//! `POST /v1/codes/{id}/balance`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::codes::BalanceChange;

use crate::answer::{Reply, mutation};
use crate::api::schema::code::{BalanceChange as BalanceChangeSchema, Code};
use crate::extract::{MutationRequest, PathId};

/// Put money on a code, or take some off.
///
/// `amount` is the change, not the balance after it. What orders and reservations have of it cannot be taken off.
#[utoipa::path(
    post,
    path = "/v1/codes/{id}/balance",
    tag = "Codes",
    security(("key" = ["codes:write"])),
    params(("id" = String, Path, description = "`cod_...`")),
    request_body(content = BalanceChangeSchema, content_type = "application/json"),
    responses(
        (status = 200, description = "The code.", body = Code),
        (status = 409, description = "`balance_too_low`, `code_void`, `request_in_progress`."),
    )
)]
pub(super) async fn change_balance(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let change = tessera_engine::from_json::<BalanceChange>(&request.body)?;
    mutation(app.change_balance(request, &id, change).await?)
}
