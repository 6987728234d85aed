//! `POST /v1/coupons/{id}/claims`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::claims::ClaimRequest;

use crate::answer::{Reply, mutation};
use crate::api::schema::claim::{Claim, ClaimBody};
use crate::extract::{MutationRequest, PathId};

/// Claim a coupon for a customer.
///
/// The claim has the coupon's benefits, conditions, dates, stacking and renewals as they are now, whatever is edited
/// later, unless the edit says otherwise. It counts against `claims_total` and `claims_per_customer`. Conditions on the
/// customer are asked now, those on the cart at checkout. With a `reason` it is a grant of the team.
///
/// With a publishable key and a customer token a customer claims for themselves what `GET /v1/claimable` shows: the body may
/// leave out `customer_id` or say `me`, and holds neither `reason` nor `ends_at`.
#[utoipa::path(
    post,
    path = "/v1/coupons/{id}/claims",
    tag = "Claims",
    security(("key" = ["claims"])),
    params(("id" = String, Path, description = "`cpn_...`")),
    request_body(content = ClaimBody, content_type = "application/json"),
    responses(
        (status = 201, description = "The claim.", body = Claim),
        (status = 404, description = "`not_found`."),
        (status = 409, description = "`claims_exhausted`, `claim_limit_reached`, `not_eligible` with the `reasons`, `coupon_archived`, `request_in_progress`."),
    )
)]
pub(super) async fn create_claim(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let claim = ClaimRequest::read(&request.caller, &app.with_days("", "ends_at", &request.body))?;
    mutation(app.create_claim(request, &id, claim).await?)
}
