//! `GET /v1/audit`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::event::AuditPage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::Query;

/// Read the audit trail, the oldest first.
///
/// One entry for each change, in the order of its chain. Keep the `position` and `chain` of the newest outside of the
/// store now and then: `tessera verify --head` then shows whether anything before was altered or is gone.
#[utoipa::path(
    get,
    path = "/v1/audit",
    tag = "Audit",
    security(("key" = ["audit"])),
    params(Limit, Cursor),
    responses((status = 200, description = "A page of the audit trail.", body = AuditPage))
)]
pub(super) async fn list_audit(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let page = query.page()?;
    query.finish()?;
    json(&app.list_audit(&caller, page).await?)
}
