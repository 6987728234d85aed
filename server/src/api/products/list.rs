//! `GET /v1/products`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::list::{Cursor, Limit};
use crate::api::schema::product::ProductPage;
use crate::auth::Authenticated;
use crate::extract::Query;

/// List products by id.
#[utoipa::path(
    get,
    path = "/v1/products",
    tag = "Products",
    security(("key" = ["catalogue"])),
    params(Limit, Cursor),
    responses((status = 200, description = "A page of products.", body = ProductPage))
)]
pub(super) async fn list_products(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_products(&caller, page).await?)
}
