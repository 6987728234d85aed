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

const STATES: [(&str, &str); 2] = [("live", "live"), ("void", "void")];

/// List a coupon's codes with what is left on them, the oldest first.
#[utoipa::path(
    get,
    path = "/v1/coupons/{id}/codes",
    tag = "Codes",
    security(("key" = ["codes:read"])),
    params(
        ("id" = String, Path, description = "`cpn_...`"),
        ("state" = Option<String>, Query, description = "In this state: `live`, `void`."),
        ("q" = Option<String>, Query, description = "How the code begins, in any spelling."),
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
    let filter = CodeFilter { state: query.word("state", &STATES)?, q: query.text("q") };
    let page = query.page()?;
    query.finish()?;
    json(&app.list_codes(&caller, &id, filter, page).await?)
}
