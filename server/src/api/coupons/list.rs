//! `GET /v1/coupons`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;
use tessera_app::coupons::{CouponFilter, CouponSort};
use tessera_engine::coupon::{Activation, State as CouponState};

use crate::answer::{Reply, json};
use crate::api::schema::coupon::CouponPage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::Query;

const STATES: [(&str, CouponState); 7] = [
    ("draft", CouponState::Draft),
    ("scheduled", CouponState::Scheduled),
    ("active", CouponState::Active),
    ("paused", CouponState::Paused),
    ("used_up", CouponState::UsedUp),
    ("expired", CouponState::Expired),
    ("archived", CouponState::Archived),
];
const ACTIVATIONS: [(&str, Activation); 3] =
    [("code", Activation::Code), ("automatic", Activation::Automatic), ("claim", Activation::Claim)];
const SORTS: [(&str, CouponSort); 4] = [
    ("newest", CouponSort::Newest),
    ("name", CouponSort::Name),
    ("ends_at", CouponSort::EndsAt),
    ("updated", CouponSort::Updated),
];

/// List coupons.
///
/// Archived coupons are listed only when asked for with `state=archived`.
#[utoipa::path(
    get,
    path = "/v1/coupons",
    tag = "Coupons",
    security(("key" = ["coupons:read"])),
    params(
        ("q" = Option<String>, Query, description = "A part of the name or the description, or the start of a code."),
        ("state" = Option<String>, Query, description = "In this state: `draft`, `scheduled`, `active`, `paused`, `used_up`, `expired`, `archived`."),
        ("activation" = Option<String>, Query, description = "Got this way: `code`, `automatic`, `claim`."),
        ("campaign_id" = Option<String>, Query, description = "In this campaign."),
        ("ends_before" = Option<String>, Query, description = "Ending before: a time of RFC 3339, or the beginning of a day such as `2026-06-01`."),
        ("ends_after" = Option<String>, Query, description = "Ending at or after: a time of RFC 3339, or the beginning of a day."),
        ("sort" = Option<String>, Query, description = "`newest` (default), `name`, `ends_at` (soonest first) or `updated`."),
        Limit,
        Cursor,
    ),
    responses((status = 200, description = "A page of coupons.", body = CouponPage))
)]
pub(super) async fn list_coupons(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let filter = CouponFilter {
        q: query.text("q"),
        state: query.word("state", &STATES)?,
        activation: query.word("activation", &ACTIVATIONS)?,
        campaign_id: query.text("campaign_id"),
        ends_before: query.instant("ends_before", &app)?,
        ends_after: query.instant("ends_after", &app)?,
        sort: query.word("sort", &SORTS)?.unwrap_or_default(),
    };
    let page = query.page()?;
    query.finish()?;
    json(&app.list_coupons(&caller, filter, page).await?)
}
