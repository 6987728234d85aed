//! `GET /v1/coupons/{id}/codes`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;
use tessera_app::codes::CodeFilter;

use crate::answer::{Reply, json};
use crate::api::schema::code::CodePage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

const STATES: [(&str, &str); 4] = [("live", "live"), ("used", "used"), ("expired", "expired"), ("void", "void")];

/// List a coupon's codes with their uses and what is left on them.
///
/// Those that end first come first, of those that end together the oldest; with `q` they come by their text. `used` are
/// those of which all uses are taken by orders.
#[utoipa::path(
    get,
    path = "/v1/coupons/{id}/codes",
    tag = "Codes",
    security(("key" = ["codes:read"])),
    params(
        ("id" = String, Path, description = "`cpn_...`"),
        ("state" = Option<String>, Query, description = "In this state: `live`, `used`, `expired`, `void`."),
        ("q" = Option<String>, Query, description = "How the code begins, in any spelling."),
        ("batch_id" = Option<String>, Query, description = "Made by this job."),
        ("customer_id" = Option<String>, Query, description = "For this account alone."),
        Limit,
        Cursor,
    ),
    responses((status = 200, description = "A page of codes.", body = CodePage))
)]
pub(super) async fn list_codes(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let filter = CodeFilter {
        state: query.word("state", &STATES)?,
        q: query.text("q"),
        batch_id: query.text("batch_id"),
        customer_id: query.text("customer_id"),
    };
    let page = query.page()?;
    query.finish()?;
    json(&app.list_codes(&caller, &id, filter, page).await?)
}
