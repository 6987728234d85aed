//! Ends a job before its time. The step that is under way finds it ended and writes nothing.

use super::record::{JobRecord, job_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Ends a job that has not ended.
pub(crate) const STOP: &str = concat!(
    "UPDATE jobs SET state = ?2, failure = ?3, leased_until = 0, updated_at = ?4, ended_at = ?4 \
     WHERE id = ?1 AND state IN ('queued', 'running') RETURNING ",
    job_columns!()
);

/// Ends a job because somebody asked for it; `None` when it has ended.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %id))]
pub async fn cancel_job(tx: &mut Tx<'_>, id: &str) -> Result<Option<JobRecord>, StoreError> {
    stop(tx, id, "cancelled", None).await
}

/// Ends a job that cannot be done, with why; `None` when it has ended.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %id))]
pub async fn fail_job(tx: &mut Tx<'_>, id: &str, why: &str) -> Result<Option<JobRecord>, StoreError> {
    stop(tx, id, "failed", Some(why)).await
}

async fn stop(
    tx: &mut Tx<'_>,
    id: &str,
    state: &'static str,
    why: Option<&str>,
) -> Result<Option<JobRecord>, StoreError> {
    let now = tx.now();
    let row = tx.query_first(STOP, params![id, state, why, now]).await?;
    row.map(|mut row| JobRecord::decode(&mut row)).transpose()
}
