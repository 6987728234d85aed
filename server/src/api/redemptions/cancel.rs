//! `POST /v1/redemptions/{id}/cancel`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::orders::Reason;

use crate::answer::{Reply, mutation};
use crate::api::schema::order::Reason as ReasonSchema;
use crate::api::schema::redemption::CancelledRedemption;
use crate::extract::{MutationRequest, PathId};

/// Cancel a redemption.
///
/// Its uses in all, of the customer and of the code go down by one. The day's count, the budgets and the amounts of the
/// order stay. Once more: the same answer.
#[utoipa::path(
    post,
    path = "/v1/redemptions/{id}/cancel",
    tag = "Redemptions",
    security(("key" = ["redemptions"])),
    params(("id" = String, Path, description = "`rdm_...`")),
    request_body(content = ReasonSchema, content_type = "application/json"),
    responses(
        (status = 200, description = "The redemption.", body = CancelledRedemption),
        (status = 409, description = "`redemption_not_committed`, `redemption_is_payment`, `request_in_progress`."),
    )
)]
pub(super) async fn cancel_redemption(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let reason = tessera_engine::from_json::<Reason>(&request.body)?;
    mutation(app.cancel_redemption(request, &id, reason).await?)
}
