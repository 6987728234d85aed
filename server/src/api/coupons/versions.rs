//! `GET /v1/coupons/{id}/versions`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::coupon::CouponVersionPage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

/// List the versions of a coupon, newest first.
#[utoipa::path(
    get,
    path = "/v1/coupons/{id}/versions",
    tag = "Coupons",
    security(("key" = ["coupons:read"])),
    params(("id" = String, Path, description = "`cpn_...`"), Limit, Cursor),
    responses((status = 200, description = "A page of versions.", body = CouponVersionPage))
)]
pub(super) async fn list_coupon_versions(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_coupon_versions(&caller, &id, page).await?)
}
