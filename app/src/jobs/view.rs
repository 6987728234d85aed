//! A job as answers show it.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use tessera_store::jobs::{JobError, JobRecord};

use crate::problem::{ErrorCode, Problem};

/// A job with how far it came.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JobView {
    /// `job_...`.
    pub id: String,
    /// What is done.
    pub kind: String,
    /// What it is about, such as a coupon.
    pub subject: Option<String>,
    /// `queued`, `running`, `done`, `cancelled` or `failed`.
    pub state: String,
    /// How much is done.
    pub done: u64,
    /// Of how much; `null` while that is not known.
    pub total: Option<u64>,
    /// How many faults there were in what it was given.
    pub error_count: u64,
    /// The first of them; none in a list.
    pub errors: Vec<JobErrorView>,
    /// What came of it, once it is done.
    pub result: Option<Value>,
    /// Why it failed.
    pub failure: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last moved.
    pub updated_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// A fault in what a job was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JobErrorView {
    /// Of the input, from 1; `null` for the whole.
    pub row: Option<u64>,
    /// A stable word.
    pub code: String,
    /// In words.
    pub detail: String,
}

impl JobView {
    /// The view of a record.
    pub(crate) fn of(job: JobRecord, errors: Vec<JobError>) -> Result<Self, Problem> {
        let result = job.result.as_deref().map(serde_json::from_str).transpose().map_err(|error| {
            tracing::error!(%error, job_id = %job.id, "the result of a job cannot be read");
            Problem::of(ErrorCode::Internal)
        })?;
        let errors = errors.into_iter().map(|JobError { row, code, detail }| JobErrorView { row, code, detail });
        Ok(Self {
            id: job.id,
            kind: job.kind,
            subject: job.subject,
            state: job.state,
            done: job.done,
            total: job.total,
            error_count: job.error_count,
            errors: errors.collect(),
            result,
            failure: job.failure,
            created_at: job.created_at,
            updated_at: job.updated_at,
            ended_at: job.ended_at,
        })
    }
}
