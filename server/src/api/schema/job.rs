//! Jobs: work that takes longer than a call.

use serde_json::Value;
use utoipa::ToSchema;

/// A job with how far it came.
#[derive(ToSchema)]
#[schema(example = json!({
    "id": "job_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b", "kind": "generate_codes", "subject": "cpn_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b", "state": "running",
    "done": 120_000, "total": 1_000_000, "error_count": 0, "errors": [], "result": null, "failure": null,
    "created_at": "2026-06-03T10:00:00Z", "updated_at": "2026-06-03T10:00:01Z", "ended_at": null
}))]
pub(crate) struct Job {
    /// `job_...`.
    id: String,
    /// What is done.
    kind: String,
    /// What it is about, such as a coupon.
    subject: Option<String>,
    /// `queued`, `running`, `done`, `cancelled` or `failed`.
    state: String,
    /// How much is done.
    done: u64,
    /// Of how much; `null` while that is not known.
    total: Option<u64>,
    /// How many faults there were in what it was given.
    error_count: u64,
    /// The first of them; none in a list.
    errors: Vec<JobError>,
    /// What came of it, once it is done.
    result: Option<Value>,
    /// Why it failed.
    failure: Option<String>,
    /// When it was asked for.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it last moved.
    #[schema(format = DateTime)]
    updated_at: String,
    /// When it ended.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
}

/// A fault in what a job was given.
#[derive(ToSchema)]
pub(crate) struct JobError {
    /// Of the input, from 1; `null` for the whole.
    row: Option<u64>,
    /// A stable word.
    code: String,
    /// In words.
    detail: String,
}

/// A page of jobs.
#[derive(ToSchema)]
pub(crate) struct JobPage {
    /// The jobs.
    data: Vec<Job>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}
