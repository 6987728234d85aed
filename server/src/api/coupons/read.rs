//! `GET /v1/coupons/{id}`.

use axum::extract::State;
use axum::http::Uri;
use axum::http::header::ETAG;
use tessera_app::App;

use crate::answer::{Reply, etag, json};
use crate::api::schema::coupon::Coupon;
use crate::auth::Authenticated;
use crate::extract::{PathId, refuse_query};

/// Read a coupon.
#[utoipa::path(
    get,
    path = "/v1/coupons/{id}",
    tag = "Coupons",
    security(("key" = ["coupons:read"])),
    params(("id" = String, Path, description = "`cpn_...`")),
    responses((status = 200, description = "The coupon.", body = Coupon, headers(("ETag" = String, description = "Its version, for `If-Match`."))))
)]
pub(super) async fn read_coupon(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    let coupon = app.read_coupon(&caller, &id).await?;
    let mut response = json(&coupon)?;
    response.headers_mut().insert(ETAG, etag(coupon.version));
    Ok(response)
}
