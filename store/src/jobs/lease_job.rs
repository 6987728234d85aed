//! Which process has a job: one at a time, and another one when it gives no sign of life.

use jiff::Timestamp;

use super::record::{JobRecord, job_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Jobs of which a step may be done now, those that wait longest first.
pub(crate) const SELECT_DUE: &str = "SELECT id FROM jobs WHERE state IN ('queued', 'running') AND next_at <= ?1 AND leased_until <= ?1 \
     ORDER BY next_at, id LIMIT ?2";

/// When the next job is due that nobody has.
pub(crate) const NEXT_DUE: &str = "SELECT MIN(next_at) FROM jobs WHERE state IN ('queued', 'running')";

/// Takes a job for a time; nothing when another process has it.
pub(crate) const LEASE: &str = concat!(
    "UPDATE jobs SET state = 'running', leased_by = ?2, leased_until = ?4, updated_at = ?3 \
     WHERE id = ?1 AND state IN ('queued', 'running') AND next_at <= ?3 AND leased_until <= ?3 RETURNING ",
    job_columns!()
);

/// The job of whoever holds its lease, if no step was written since; whoever else moves it waits.
pub(crate) const LOCK: &str = concat!(
    "SELECT ",
    job_columns!(),
    " FROM jobs WHERE id = ?1 AND state = 'running' AND leased_by = ?2 AND step = ?3 /*postgres: FOR UPDATE*/"
);

/// Gives all leases back.
pub(crate) const FREE: &str =
    "UPDATE jobs SET leased_until = 0 WHERE state IN ('queued', 'running') AND leased_until > 0";

/// Ids of jobs of which a step may be done now and that nobody has, those that wait longest first.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn list_due(tx: &mut Tx<'_>, most: u32) -> Result<Vec<String>, StoreError> {
    let now = tx.now();
    let rows = tx.query(SELECT_DUE, params![now, most]).await?;
    rows.into_iter().map(|mut row| row.text()).collect()
}

/// The earliest instant at which a job is due, leased or not; `None` when there is none to be done.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn next_due(tx: &mut Tx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let row = tx.query_first(NEXT_DUE, &[]).await?;
    row.map_or(Ok(None), |mut row| row.optional_time())
}

/// Takes a job until an instant; `None` when another process has it, or it ended.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %id))]
pub async fn lease_job(
    tx: &mut Tx<'_>,
    id: &str,
    node: &str,
    until: Timestamp,
) -> Result<Option<JobRecord>, StoreError> {
    let now = tx.now();
    let row = tx.query_first(LEASE, params![id, node, now, until]).await?;
    row.map(|mut row| JobRecord::decode(&mut row)).transpose()
}

/// The job, if this process still has it and the step that was prepared is still the next; `None` otherwise.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %id))]
pub async fn lock_leased_job(
    tx: &mut Tx<'_>,
    id: &str,
    node: &str,
    step: u64,
) -> Result<Option<JobRecord>, StoreError> {
    let row = tx.query_first(LOCK, params![id, node, step]).await?;
    row.map(|mut row| JobRecord::decode(&mut row)).transpose()
}

/// Gives all leases back: for a process that is alone on its database and has just started.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
pub async fn free_leases(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.execute(FREE, &[]).await.map(drop)
}
