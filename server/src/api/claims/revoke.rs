//! `POST /v1/claims/{id}/revoke`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::orders::Reason;

use crate::answer::{Reply, mutation};
use crate::api::schema::claim::Claim;
use crate::api::schema::order::Reason as ReasonSchema;
use crate::extract::{MutationRequest, PathId, or_nothing};

/// Revoke a claim.
///
/// It unlocks nothing any more, a reservation that holds it included. It counts against the coupon's stock and the
/// customer's limit all the same. Once more: the same.
#[utoipa::path(
    post,
    path = "/v1/claims/{id}/revoke",
    tag = "Claims",
    security(("key" = ["claims"])),
    params(("id" = String, Path, description = "`clm_...`")),
    request_body(content = ReasonSchema, content_type = "application/json"),
    responses(
        (status = 200, description = "The claim.", body = Claim),
        (status = 409, description = "`claim_used`, `request_in_progress`."),
    )
)]
pub(super) async fn revoke_claim(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let reason = tessera_engine::from_json::<Reason>(or_nothing(&request.body))?;
    mutation(app.revoke_claim(request, &id, reason).await?)
}
