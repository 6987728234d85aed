//! Takes away what a job was given that is not to be: it broke off on its way, or nobody wants it.

use super::forget_jobs::DELETE_INPUTS;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A job whose inputs still arrive; whoever else moves it waits.
pub(crate) const LOCK: &str = "SELECT id FROM jobs WHERE id = ?1 AND state = 'receiving' /*postgres: FOR UPDATE*/";

/// It was none.
pub(crate) const DELETE: &str = "DELETE FROM jobs WHERE id = ?1 AND state = 'receiving'";

/// Takes away up to `most` inputs of a job that was never begun, and with the last of them the job; `false` when nothing is
/// left of it. One that was begun is not touched.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %job_id))]
pub async fn drop_received(tx: &mut Tx<'_>, job_id: &str, most: u32) -> Result<bool, StoreError> {
    if tx.query_first(LOCK, params![job_id]).await?.is_none() {
        return Ok(false);
    }
    if tx.execute(DELETE_INPUTS, params![job_id, most]).await? == 0 {
        tx.execute(DELETE, params![job_id]).await?;
        return Ok(false);
    }
    Ok(true)
}
