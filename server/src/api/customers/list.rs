//! `GET /v1/customers`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::customer::CustomerPage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::Query;

/// List customers.
#[utoipa::path(
    get,
    path = "/v1/customers",
    tag = "Customers",
    security(("key" = ["customers"])),
    params(("q" = Option<String>, Query, description = "In the id, e-mail or name."), Limit, Cursor),
    responses((status = 200, description = "A page of customers.", body = CustomerPage))
)]
pub(super) async fn list_customers(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let q = query.text("q");
    let page = query.page()?;
    query.finish()?;
    json(&app.list_customers(&caller, q, page).await?)
}
