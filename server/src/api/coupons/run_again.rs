//! `POST /v1/coupons/{id}/run-again`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, coupon};
use crate::api::schema::coupon::Coupon;
use crate::api::schema::list::IfMatch;
use crate::extract::{MutationRequest, PathId};

/// Run a coupon again.
///
/// Makes a new coupon with the terms and the first code of one that is over (expired, used up, paused or archived), in
/// force and counted from nothing, and archives the one that is over with its figures. `run` and `previous_run_id` say
/// which run it is. The body is a JSON Merge Patch (RFC 7396) of the new run; `validity` says from when to when. Further codes stay
/// with the run they were made for.
#[utoipa::path(
    post,
    path = "/v1/coupons/{id}/run-again",
    tag = "Coupons",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`cpn_...`"), IfMatch),
    request_body(
        content = Object,
        content_type = "application/json",
        description = "`validity`, and whatever members of `CouponTerms` are to be different this time.",
        example = json!({ "validity": { "starts_at": "2027-12-01T00:00:00+01:00", "ends_at": "2027-12-27T00:00:00+01:00" } })
    ),
    responses(
        (status = 201, description = "The new run.", body = Coupon, headers(("ETag" = String, description = "Its version."), ("Location" = String, description = "Where it is."))),
        (status = 409, description = "`coupon_running`, `run_followed`, `code_taken`, `request_in_progress`."),
        (status = 412, description = "`version_conflict`: `changed` holds the difference."),
    )
)]
pub(super) async fn run_coupon_again(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    coupon(app.run_coupon_again(request, &id).await?)
}
