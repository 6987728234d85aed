//! `GET /v1/views`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;
use tessera_app::views::List;

use crate::answer::{Reply, json};
use crate::api::schema::list::{Cursor, Limit};
use crate::api::schema::view::SavedViewPage;
use crate::auth::Authenticated;
use crate::extract::Query;

/// List saved views, your own and those that are shared, the oldest first.
#[utoipa::path(
    get,
    path = "/v1/views",
    tag = "Views",
    security(("key" = ["coupons:read"])),
    params(
        ("list" = Option<String>, Query, description = "Of this list: `coupons`, `codes`, `redemptions`, `customers`, `campaigns`."),
        Limit,
        Cursor,
    ),
    responses((status = 200, description = "A page of views.", body = SavedViewPage))
)]
pub(super) async fn list_views(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let list = query.word("list", &List::WORDS)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_views(&caller, list, page).await?)
}
