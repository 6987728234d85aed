//! Reads what a job was given, a batch at a time.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A batch in its order.
pub(crate) const SELECT: &str =
    "SELECT number, document FROM job_inputs WHERE job_id = ?1 AND number > ?2 ORDER BY number LIMIT ?3";

/// What is dealt with.
pub(crate) const DELETE: &str = "DELETE FROM job_inputs WHERE job_id = ?1 AND number <= ?2";

/// A part of what a job was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobInput {
    /// From 1.
    pub number: u64,
    /// As it was given.
    pub document: String,
}

/// The parts after a number, in their order.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %job_id))]
pub async fn read_inputs(tx: &mut Tx<'_>, job_id: &str, after: u64, most: u32) -> Result<Vec<JobInput>, StoreError> {
    let rows = tx.query(SELECT, params![job_id, after, most]).await?;
    rows.into_iter().map(|mut row| Ok(JobInput { number: row.unsigned()?, document: row.text()? })).collect()
}

/// Takes away the parts up to a number: they are dealt with.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %job_id))]
pub async fn drop_inputs(tx: &mut Tx<'_>, job_id: &str, through: u64) -> Result<(), StoreError> {
    tx.execute(DELETE, params![job_id, through]).await.map(drop)
}
