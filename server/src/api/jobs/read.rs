//! `GET /v1/jobs/{id}`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::job::Job;
use crate::auth::Authenticated;
use crate::extract::{PathId, refuse_query};

/// Read how far a job came.
///
/// `errors` holds the first 1,000 faults in what the job was given, `error_count` counts all of them.
#[utoipa::path(
    get,
    path = "/v1/jobs/{id}",
    tag = "Jobs",
    security(("key" = ["codes:write"]), ("key" = ["coupons:read"]), ("key" = ["redemptions"])),
    params(("id" = String, Path, description = "`job_...`")),
    responses((status = 200, description = "The job.", body = Job))
)]
pub(super) async fn read_job(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    json(&app.read_job(&caller, &id).await?)
}
