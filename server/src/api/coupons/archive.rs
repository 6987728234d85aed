//! `POST /v1/coupons/{id}/archive`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, coupon};
use crate::api::schema::coupon::{ArchiveCoupon, Coupon};
use crate::api::schema::list::IfMatch;
use crate::extract::{MutationRequest, PathId};

/// Archive a coupon.
///
/// Puts it away. Its redemptions stay, and its codes stay taken unless `free_code` gives the first one up.
#[utoipa::path(
    post,
    path = "/v1/coupons/{id}/archive",
    tag = "Coupons",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`cpn_...`"), IfMatch),
    request_body(content = Option<ArchiveCoupon>, content_type = "application/json", description = "Nothing, or whether its first code is free."),
    responses(
        (status = 200, description = "The coupon.", body = Coupon, headers(("ETag" = String, description = "Its new version."))),
        (status = 409, description = "`request_in_progress`."),
        (status = 412, description = "`version_conflict`: `changed` holds the difference."),
    )
)]
pub(super) async fn archive_coupon(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    coupon(app.archive_coupon(request, &id).await?)
}
