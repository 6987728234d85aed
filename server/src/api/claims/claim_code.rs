//! `POST /v1/claims`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::claims::ClaimCodeRequest;

use crate::answer::{Reply, mutation};
use crate::api::schema::claim::{Claim, ClaimCodeBody};
use crate::extract::MutationRequest;

/// Claim a coupon with its code.
///
/// A customer claims with a code once, and a code whose uses are limited is used by it. A code that nobody has and one
/// whose coupon is not for the customer get the same answer.
///
/// With a publishable key and a customer token a customer claims for themselves: the body may leave out `customer_id` or say
/// `me`. Whoever tries many codes that nobody has is told to wait.
#[utoipa::path(
    post,
    path = "/v1/claims",
    tag = "Claims",
    security(("key" = ["claims"])),
    request_body(content = ClaimCodeBody, content_type = "application/json"),
    responses(
        (status = 201, description = "The claim.", body = Claim),
        (status = 404, description = "`code_unknown`."),
        (status = 409, description = "`already_claimed`, `claims_exhausted`, `claim_limit_reached`, `not_eligible` with the `reasons`, `request_in_progress`."),
    )
)]
pub(super) async fn claim_code(State(app): State<App>, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let claim = ClaimCodeRequest::read(&request.caller, &request.body)?;
    mutation(app.claim_code(request, claim).await?)
}
