//! `GET /v1/baskets`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::basket::SavedBasketPage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::Query;

/// List test baskets, the oldest first.
#[utoipa::path(
    get,
    path = "/v1/baskets",
    tag = "Baskets",
    security(("key" = ["coupons:read"])),
    params(
        Limit,
        Cursor,
    ),
    responses((status = 200, description = "A page of baskets.", body = SavedBasketPage))
)]
pub(super) async fn list_baskets(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_baskets(&caller, page).await?)
}
