//! `GET /v1/templates`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;
use tessera_app::templates::Goal;

use super::shown;
use crate::answer::{Reply, json};
use crate::api::schema::list::{Cursor, Limit};
use crate::api::schema::template::{ShownIn, TemplatePage};
use crate::auth::Authenticated;
use crate::extract::Query;

/// List templates: the built-in ones, then your own, the oldest first.
///
/// Texts and proposed codes of built-in templates come in the language asked for, amounts in the currency, dates from today.
#[utoipa::path(
    get,
    path = "/v1/templates",
    tag = "Templates",
    security(("key" = ["coupons:read"])),
    params(
        ("goal" = Option<String>, Query, description = "With this goal: `loyalty`, `new_customers`, `clear_stock`, `reward_first_buyers`, `conversion`."),
        ShownIn,
        Limit,
        Cursor,
    ),
    responses((status = 200, description = "A page of templates.", body = TemplatePage))
)]
pub(super) async fn list_templates(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let goal = query.word("goal", &Goal::WORDS)?;
    let shown = shown(&mut query)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_templates(&caller, goal, shown, page).await?)
}
