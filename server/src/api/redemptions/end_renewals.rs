//! `POST /v1/redemptions/{id}/end-renewals`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::orders::Reason;

use crate::answer::{Reply, mutation};
use crate::api::schema::order::Reason as ReasonSchema;
use crate::api::schema::redemption::EndedRenewals;
use crate::extract::{MutationRequest, PathId};

/// End the renewals of a redemption.
///
/// Later payments of the subscriptions that its order began are not discounted by it. Payments that were made or are held
/// stay. The redemption of a renewal stands for the one it renews. Once more: the same answer.
#[utoipa::path(
    post,
    path = "/v1/redemptions/{id}/end-renewals",
    tag = "Redemptions",
    security(("key" = ["redemptions"])),
    params(("id" = String, Path, description = "`rdm_...`")),
    request_body(content = ReasonSchema, content_type = "application/json"),
    responses(
        (status = 200, description = "The redemption that is renewed no more.", body = EndedRenewals),
        (status = 409, description = "`redemption_not_committed`, `request_in_progress`."),
    )
)]
pub(super) async fn end_renewals(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let reason = tessera_engine::from_json::<Reason>(&request.body)?;
    mutation(app.end_renewals(request, &id, reason).await?)
}
