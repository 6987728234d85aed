//! `POST /v1/coupons/{id}/versions/{version}/restore`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, coupon};
use crate::api::schema::coupon::Coupon;
use crate::api::schema::list::{IfMatch, Nothing};
use crate::extract::{MutationRequest, PathVersion};

/// Go back to an earlier version of a coupon.
///
/// Writes the terms of that version as the next one; the status stays what it is. Placed orders keep the terms they had.
#[utoipa::path(
    post,
    path = "/v1/coupons/{id}/versions/{version}/restore",
    tag = "Coupons",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`cpn_...`"), ("version" = u64, Path, description = "The version to go back to."), IfMatch),
    request_body(content = Option<Nothing>, content_type = "application/json", description = "Nothing, or `{}`."),
    responses(
        (status = 200, description = "The coupon.", body = Coupon, headers(("ETag" = String, description = "Its new version."))),
        (status = 409, description = "`coupon_archived`, `coupon_incomplete`, `code_taken`, `request_in_progress`."),
        (status = 412, description = "`version_conflict`: `changed` holds the difference."),
    )
)]
pub(super) async fn restore_coupon_version(
    State(app): State<App>,
    PathVersion { id, version }: PathVersion,
    request: MutationRequest,
) -> Reply {
    coupon(app.restore_coupon_version(request.without_content()?, &id, version).await?)
}
