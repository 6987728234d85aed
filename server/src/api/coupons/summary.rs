//! `GET /v1/coupons/{id}/summary`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::coupon::CouponSummary;
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

/// A coupon in plain words.
///
/// What it gives, when, to whom, how often and until when, in whole sentences; days and times are those of the store's zone.
#[utoipa::path(
    get,
    path = "/v1/coupons/{id}/summary",
    tag = "Coupons",
    security(("key" = ["coupons:read"])),
    params(("id" = String, Path, description = "`cpn_...`"), ("locale" = Option<String>, Query, description = "`en` (default) or `fr`.")),
    responses((status = 200, description = "The words.", body = CouponSummary))
)]
pub(super) async fn summarise_coupon(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let locale = query.locale()?;
    query.finish()?;
    json(&app.summarise_coupon(&caller, &id, locale).await?)
}
