//! Makes a job, with what it is given.

use super::record::{JobRecord, NewJob};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A job in its first state.
pub(crate) const INSERT: &str = "INSERT INTO jobs (id, kind, subject, state, request, total, next_at, key_id, created_at, updated_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7, ?7)";

/// A part of what it is given.
pub(crate) const INSERT_INPUT: &str = "INSERT INTO job_inputs (job_id, number, document) VALUES (?1, ?2, ?3)";

/// Counts the parts.
pub(crate) const COUNT_INPUTS: &str =
    "UPDATE jobs SET inputs = inputs + ?2, updated_at = ?3 WHERE id = ?1 RETURNING inputs";

/// What was received is complete.
pub(crate) const QUEUE: &str = "UPDATE jobs SET state = 'queued', request = ?2, total = ?3, next_at = ?4, created_at = ?4, updated_at = ?4 \
     WHERE id = ?1 AND state = 'receiving'";

/// Makes a job. One that is `receiving` gets its inputs from further units of work and is begun by [`queue_job`].
///
/// # Errors
/// [`StoreError::Constraint`] when the id is taken.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %new.id))]
pub async fn begin_job(tx: &mut Tx<'_>, new: &NewJob, is_receiving: bool) -> Result<JobRecord, StoreError> {
    let NewJob { id, kind, subject, request, total, key_id } = new;
    let state = if is_receiving { "receiving" } else { "queued" };
    let now = tx.now();
    tx.execute(INSERT, params![id, kind, subject, state, request, *total, now, key_id]).await?;
    Ok(JobRecord {
        id: id.clone(),
        kind: kind.clone(),
        subject: subject.clone(),
        state: state.to_owned(),
        request: request.clone(),
        checkpoint: None,
        step: 0,
        done: 0,
        total: *total,
        error_count: 0,
        result: None,
        failure: None,
        attempts: 0,
        key_id: key_id.clone(),
        created_at: now,
        updated_at: now,
        ended_at: None,
    })
}

/// Gives a job further parts of what it works on, numbered on from those it has.
///
/// # Errors
/// [`StoreError::Corrupt`] when there is no such job.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %job_id))]
pub async fn add_inputs(tx: &mut Tx<'_>, job_id: &str, documents: &[String]) -> Result<(), StoreError> {
    let added = i64::try_from(documents.len()).unwrap_or(i64::MAX);
    let now = tx.now();
    let row = tx.query_first(COUNT_INPUTS, params![job_id, added, now]).await?;
    let count = row.ok_or_else(|| StoreError::Corrupt("there is no such job".to_owned()))?.integer()?;
    for (number, document) in (count - added + 1..).zip(documents) {
        tx.push(INSERT_INPUT, params![job_id, number, document])?;
    }
    Ok(())
}

/// Begins a job that was receiving; `false` when it was not.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %job_id))]
pub async fn queue_job(tx: &mut Tx<'_>, job_id: &str, request: &str, total: Option<u64>) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.execute(QUEUE, params![job_id, request, total, now]).await? > 0)
}
