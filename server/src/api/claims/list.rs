//! `GET /v1/coupons/{id}/claims`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;
use tessera_app::claims::ClaimState;

use crate::answer::{Reply, json};
use crate::api::schema::claim::ClaimPage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

const STATES: [(&str, ClaimState); 5] = [
    ("available", ClaimState::Available),
    ("held", ClaimState::Held),
    ("used", ClaimState::Used),
    ("expired", ClaimState::Expired),
    ("revoked", ClaimState::Revoked),
];

/// List a coupon's claims, the newest first.
#[utoipa::path(
    get,
    path = "/v1/coupons/{id}/claims",
    tag = "Claims",
    security(("key" = ["claims"])),
    params(
        ("id" = String, Path, description = "`cpn_...`"),
        ("state" = Option<String>, Query, description = "In this state: `available`, `held`, `used`, `expired`, `revoked`."),
        Limit,
        Cursor,
    ),
    responses((status = 200, description = "A page of claims.", body = ClaimPage))
)]
pub(super) async fn list_claims(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let state = query.word("state", &STATES)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_claims(&caller, &id, state, page).await?)
}
