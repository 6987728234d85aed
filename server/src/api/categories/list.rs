//! `GET /v1/categories`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::category::CategoryPage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::Query;

/// List categories by id.
#[utoipa::path(
    get,
    path = "/v1/categories",
    tag = "Categories",
    security(("key" = ["catalogue"])),
    params(Limit, Cursor),
    responses((status = 200, description = "A page of categories.", body = CategoryPage))
)]
pub(super) async fn list_categories(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_categories(&caller, page).await?)
}
