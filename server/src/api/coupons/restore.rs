//! `POST /v1/coupons/{id}/restore`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, coupon};
use crate::api::schema::coupon::Coupon;
use crate::api::schema::list::{IfMatch, Nothing};
use crate::extract::{MutationRequest, PathId};

/// Take an archived coupon back.
///
/// It is paused then, or a draft if it was one: nothing goes live by it.
#[utoipa::path(
    post,
    path = "/v1/coupons/{id}/restore",
    tag = "Coupons",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`cpn_...`"), IfMatch),
    request_body(content = Option<Nothing>, content_type = "application/json", description = "Nothing, or `{}`."),
    responses(
        (status = 200, description = "The coupon.", body = Coupon, headers(("ETag" = String, description = "Its new version."))),
        (status = 409, description = "`coupon_not_archived`, `request_in_progress`."),
        (status = 412, description = "`version_conflict`: `changed` holds the difference."),
    )
)]
pub(super) async fn restore_coupon(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    coupon(app.restore_coupon(request.without_content()?, &id).await?)
}
