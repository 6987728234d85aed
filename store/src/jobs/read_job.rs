//! Reads a job and its errors.

use super::record::{JobError, JobRecord, job_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// One.
pub(crate) const SELECT: &str = concat!("SELECT ", job_columns!(), " FROM jobs WHERE id = ?1");

/// The same, held still until the transaction ends.
pub(crate) const LOCK: &str = concat!("SELECT ", job_columns!(), " FROM jobs WHERE id = ?1 /*postgres: FOR UPDATE*/");

/// Its first errors.
pub(crate) const SELECT_ERRORS: &str =
    "SELECT row_number, code, detail FROM job_errors WHERE job_id = ?1 ORDER BY number LIMIT ?2";

/// A job by its id.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %id))]
pub async fn read_job(tx: &mut Tx<'_>, id: &str) -> Result<Option<JobRecord>, StoreError> {
    tx.query_first(SELECT, params![id]).await?.map(|mut row| JobRecord::decode(&mut row)).transpose()
}

/// A job by its id; whoever else moves it waits.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %id))]
pub async fn lock_job(tx: &mut Tx<'_>, id: &str) -> Result<Option<JobRecord>, StoreError> {
    tx.query_first(LOCK, params![id]).await?.map(|mut row| JobRecord::decode(&mut row)).transpose()
}

/// The first errors of a job, in the order in which they were found.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %id))]
pub async fn list_job_errors(tx: &mut Tx<'_>, id: &str, most: u32) -> Result<Vec<JobError>, StoreError> {
    let rows = tx.query(SELECT_ERRORS, params![id, most]).await?;
    rows.into_iter()
        .map(|mut row| Ok(JobError { row: row.optional_unsigned()?, code: row.text()?, detail: row.text()? }))
        .collect()
}
