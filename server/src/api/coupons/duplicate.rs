//! `POST /v1/coupons/{id}/duplicate`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, coupon};
use crate::api::schema::coupon::Coupon;
use crate::extract::{MutationRequest, PathId};

/// Duplicate a coupon.
///
/// Makes a draft with the same terms and without the code. The body is a JSON Merge Patch (RFC 7396) of the copy.
#[utoipa::path(
    post,
    path = "/v1/coupons/{id}/duplicate",
    tag = "Coupons",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`cpn_...`; an archived one too.")),
    request_body(
        content = Option<Object>,
        content_type = "application/json",
        description = "Members of `CouponTerms`, none of them required.",
        example = json!({ "name": "Autumn sale", "code": "AUTUMN20" })
    ),
    responses(
        (status = 201, description = "The copy.", body = Coupon, headers(("ETag" = String, description = "Its version."), ("Location" = String, description = "Where it is."))),
        (status = 409, description = "`code_taken`, `coupon_incomplete`, `request_in_progress`."),
    )
)]
pub(super) async fn duplicate_coupon(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    coupon(app.duplicate_coupon(request, &id).await?)
}
