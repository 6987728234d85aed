//! `GET /v1/jobs`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;
use tessera_app::jobs::JobFilter;

use crate::answer::{Reply, json};
use crate::api::schema::job::JobPage;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::Query;

const STATES: [(&str, &str); 5] =
    [("queued", "queued"), ("running", "running"), ("done", "done"), ("cancelled", "cancelled"), ("failed", "failed")];

/// List jobs, the newest first.
///
/// A key sees the jobs that do what it may do. What ended is kept for 30 days.
#[utoipa::path(
    get,
    path = "/v1/jobs",
    tag = "Jobs",
    security(("key" = ["codes:write"]), ("key" = ["coupons:read"]), ("key" = ["redemptions"])),
    params(
        ("kind" = Option<String>, Query, description = "What is done, such as `generate_codes`."),
        ("state" = Option<String>, Query, description = "In this state: `queued`, `running`, `done`, `cancelled`, `failed`."),
        ("subject" = Option<String>, Query, description = "About this, such as a coupon's id."),
        Limit,
        Cursor,
    ),
    responses((status = 200, description = "A page of jobs.", body = JobPage))
)]
pub(super) async fn list_jobs(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    let mut query = Query::of(&uri)?;
    let filter =
        JobFilter { kind: query.text("kind"), state: query.word("state", &STATES)?, subject: query.text("subject") };
    let page = query.page()?;
    query.finish()?;
    json(&app.list_jobs(&caller, filter, page).await?)
}
