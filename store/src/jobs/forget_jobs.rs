//! Forgets jobs that ended long ago, and what ended ones were given.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Jobs that ended before an instant and have no inputs any more.
pub(crate) const SELECT_OLD: &str =
    "SELECT id FROM jobs WHERE ended_at IS NOT NULL AND ended_at < ?1 AND inputs = 0 ORDER BY ended_at, id LIMIT ?2";

/// Its errors.
pub(crate) const DELETE_ERRORS: &str = "DELETE FROM job_errors WHERE job_id = ?1";

/// The job itself.
pub(crate) const DELETE: &str = "DELETE FROM jobs WHERE id = ?1";

/// Jobs whose inputs stopped arriving end.
pub(crate) const GIVE_UP: &str = "UPDATE jobs SET state = 'failed', failure = 'what it was given did not arrive whole', ended_at = ?2 WHERE state = 'receiving' AND updated_at < ?1";

/// A job that ended and still has inputs.
pub(crate) const SELECT_FULL: &str =
    "SELECT id FROM jobs WHERE ended_at IS NOT NULL AND inputs > 0 ORDER BY ended_at, id LIMIT 1";

/// Some of them.
pub(crate) const DELETE_INPUTS: &str = "DELETE FROM job_inputs WHERE job_id = ?1 \
     AND number < ?2 + (SELECT MIN(i.number) FROM job_inputs i WHERE i.job_id = ?1)";

/// Some of what it met.
pub(crate) const DELETE_MARKS: &str = "DELETE FROM job_marks WHERE job_id = ?1 \
     AND mark IN (SELECT m.mark FROM job_marks m WHERE m.job_id = ?1 ORDER BY m.mark LIMIT ?2)";

/// There are none left: another process may be at it, and have taken away what this one was about to.
pub(crate) const EMPTY: &str = "UPDATE jobs SET inputs = 0 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM job_inputs i WHERE i.job_id = ?1) \
     AND NOT EXISTS (SELECT 1 FROM job_marks m WHERE m.job_id = ?1)";

/// Marks that are as much work as one input.
const MARKS_FOR_INPUT: u32 = 50;

/// Forgets up to `most` jobs that ended before an instant; answers how many. Those whose inputs stopped arriving before
/// `stalled` end.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn forget_jobs(
    tx: &mut Tx<'_>,
    before: Timestamp,
    stalled: Timestamp,
    most: u32,
) -> Result<usize, StoreError> {
    let now = tx.now();
    tx.execute(GIVE_UP, params![stalled, now]).await?;
    let rows = tx.query(SELECT_OLD, params![before, most]).await?;
    let ids: Vec<String> = rows.into_iter().map(|mut row| row.text()).collect::<Result<_, _>>()?;
    for id in &ids {
        tx.push(DELETE_ERRORS, params![id])?;
        tx.push(DELETE, params![id])?;
    }
    Ok(ids.len())
}

/// Takes away up to `most` inputs of a job that ended, and then as much of what it met; `false` when no such job has any.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn forget_inputs(tx: &mut Tx<'_>, most: u32) -> Result<bool, StoreError> {
    let Some(mut row) = tx.query_first(SELECT_FULL, &[]).await? else { return Ok(false) };
    let id = row.text()?;
    if tx.execute(DELETE_INPUTS, params![&id, most]).await? == 0
        && tx.execute(DELETE_MARKS, params![&id, most.saturating_mul(MARKS_FOR_INPUT)]).await? == 0
    {
        tx.execute(EMPTY, params![&id]).await?;
    }
    Ok(true)
}
