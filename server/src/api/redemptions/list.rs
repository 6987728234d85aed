//! `GET /v1/redemptions`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;
use tessera_app::redemptions::RedemptionFilter;

use crate::answer::{Reply, json};
use crate::api::schema::list::{Cursor, Limit};
use crate::api::schema::redemption::RedemptionPage;
use crate::auth::Authenticated;
use crate::extract::Query;

/// The states of a redemption.
const STATES: [(&str, &str); 6] = [
    ("held", "held"),
    ("committed", "committed"),
    ("released", "released"),
    ("expired", "expired"),
    ("cancelled", "cancelled"),
    ("refunded", "refunded"),
];

/// List redemptions, newest first.
#[utoipa::path(
    get,
    path = "/v1/redemptions",
    tag = "Redemptions",
    security(("key" = ["redemptions"])),
    params(
        ("coupon_id" = Option<String>, Query, description = "Of this coupon."),
        ("code_id" = Option<String>, Query, description = "Of this code."),
        ("customer_id" = Option<String>, Query, description = "By this account."),
        ("order_id" = Option<String>, Query, description = "On this order."),
        ("state" = Option<String>, Query, description = "In this state: `held`, `committed`, `released`, `expired`, `cancelled`, `refunded`."),
        ("from" = Option<String>, Query, description = "Placed at or after, RFC 3339."),
        ("to" = Option<String>, Query, description = "Placed before, RFC 3339."),
        Limit,
        Cursor,
    ),
    responses((status = 200, description = "A page of redemptions.", body = RedemptionPage))
)]
pub(super) async fn list_redemptions(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let filter = RedemptionFilter {
        coupon_id: query.text("coupon_id"),
        code_id: query.text("code_id"),
        customer_id: query.text("customer_id"),
        order_id: query.text("order_id"),
        state: query.word("state", &STATES)?.map(str::to_owned),
        from: query.timestamp("from")?,
        to: query.timestamp("to")?,
    };
    let page = query.page()?;
    query.finish()?;
    json(&app.list_redemptions(&caller, filter, page).await?)
}
