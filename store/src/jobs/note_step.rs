//! Writes how far a job came, in the transaction of the step's effect.

use jiff::Timestamp;

use super::record::{JobError, JobRecord, KEPT_ERRORS};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// What a step came to. The caller holds the job's row.
pub(crate) const UPDATE: &str = "UPDATE jobs SET state = ?2, checkpoint = ?3, step = ?4, done = ?5, total = ?6, error_count = ?7, result = ?8, \
     failure = ?9, attempts = 0, next_at = ?10, leased_until = ?11, updated_at = ?10, ended_at = ?12 WHERE id = ?1";

/// An error that is kept.
pub(crate) const INSERT_ERROR: &str =
    "INSERT INTO job_errors (job_id, number, row_number, code, detail) VALUES (?1, ?2, ?3, ?4, ?5)";

/// A step that came to nothing and is tried again. Only for whoever still has the job.
pub(crate) const NOTE_FAILURE: &str = "UPDATE jobs SET attempts = attempts + 1, next_at = ?4, leased_until = 0, updated_at = ?3 \
     WHERE id = ?1 AND leased_by = ?2 AND state = 'running'";

/// What a step came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepNote {
    /// `running`, `done` or `failed`.
    pub state: &'static str,
    /// Where the next step begins, JSON.
    pub checkpoint: Option<String>,
    /// How much is done in all.
    pub done: u64,
    /// Of how much.
    pub total: Option<u64>,
    /// What the step found wrong in what the job was given.
    pub errors: Vec<JobError>,
    /// What came of the job, JSON.
    pub result: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
    /// Until when the process keeps the job; the past gives it back.
    pub leased_until: Timestamp,
}

/// Writes a step of a job whose row the transaction holds; answers the job as it is then.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %job.id))]
pub async fn note_step(tx: &mut Tx<'_>, job: JobRecord, note: StepNote) -> Result<JobRecord, StoreError> {
    let now = tx.now();
    let StepNote { state, checkpoint, done, total, errors, result, failure, leased_until } = note;
    let kept = usize::try_from(KEPT_ERRORS.saturating_sub(job.error_count)).unwrap_or(usize::MAX);
    for (number, error) in (job.error_count + 1..).zip(errors.iter().take(kept)) {
        tx.push(INSERT_ERROR, params![&job.id, number, error.row, &error.code, &error.detail])?;
    }
    let found = u64::try_from(errors.len()).unwrap_or(u64::MAX);
    let job = JobRecord {
        state: state.to_owned(),
        checkpoint,
        step: job.step + 1,
        done,
        total,
        error_count: job.error_count + found,
        result,
        failure,
        attempts: 0,
        updated_at: now,
        ended_at: (state != "running").then_some(now),
        ..job
    };
    let values = params![
        &job.id,
        &job.state,
        &job.checkpoint,
        job.step,
        job.done,
        job.total,
        job.error_count,
        &job.result,
        &job.failure,
        now,
        leased_until,
        job.ended_at,
    ];
    tx.execute(UPDATE, values).await?;
    Ok(job)
}

/// Notes that a step came to nothing, and when it is tried again.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %id))]
pub async fn note_failure(tx: &mut Tx<'_>, id: &str, node: &str, again_at: Timestamp) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(NOTE_FAILURE, params![id, node, now, again_at]).await.map(drop)
}
