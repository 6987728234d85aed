//! `PATCH /v1/coupons/{id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, coupon};
use crate::api::schema::coupon::Coupon;
use crate::api::schema::list::IfMatch;
use crate::extract::{MutationRequest, PathId};

/// Change a coupon.
///
/// The body is a JSON Merge Patch (RFC 7396) of the coupon: members that are there replace, `null` clears, lists are
/// replaced whole, what is left out stays. Every change is a new version. `apply_to_claims` says what it means for the
/// claims made before: `keep` (unless told), they have the terms they had; `better`, they have these as well, whichever
/// give more; `all`, they have these. Status, limits, budgets and campaign are those of now for every claim.
#[utoipa::path(
    patch,
    path = "/v1/coupons/{id}",
    tag = "Coupons",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`cpn_...`"), IfMatch),
    request_body(
        content = Object,
        content_type = "application/json",
        description = "Members of `CouponTerms`, none of them required.",
        example = json!({ "name": "Summer sale, longer", "limits": { "total": 1000 } })
    ),
    responses(
        (status = 200, description = "The coupon.", body = Coupon, headers(("ETag" = String, description = "Its new version."))),
        (status = 409, description = "`code_taken`, `coupon_archived`, `coupon_incomplete`, `field_locked`, `request_in_progress`."),
        (status = 412, description = "`version_conflict`: `changed` holds the difference."),
    )
)]
pub(super) async fn update_coupon(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    coupon(app.update_coupon(request, &id).await?)
}
