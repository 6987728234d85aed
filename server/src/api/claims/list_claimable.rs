//! `GET /v1/claimable`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::claim::ClaimablePage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::Query;

/// List what a customer may claim now.
///
/// Coupons in force whose visibility is `claimable` or `public` and whose conditions on the customer hold; without a
/// customer they are not asked. How many are left is told of public coupons alone.
///
/// A publishable key may ask too, for the customer of its token or for nobody: then it is not told of coupons for some
/// customers alone. What is asked of customers and expressions are left out of the summary.
#[utoipa::path(
    get,
    path = "/v1/claimable",
    tag = "Claims",
    security(("key" = ["claims"])),
    params(
        ("customer_id" = Option<String>, Query, description = "Your own id of the account."),
        ("locale" = Option<String>, Query, description = "The language of titles and summaries; `en` unless told."),
        Limit,
        Cursor,
    ),
    responses((status = 200, description = "A page of coupons.", body = ClaimablePage))
)]
pub(super) async fn list_claimable(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let (customer_id, locale) = (query.text("customer_id"), query.text("locale"));
    let page = query.page()?;
    query.finish()?;
    json(&app.list_claimable(&caller, customer_id.as_deref(), locale.as_deref(), page).await?)
}
