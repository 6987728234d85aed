//! What a job has met so far.

use crate::error::StoreError;
use crate::params;
use crate::tx::{Asked, Tx};

/// Nothing when it was met before.
pub(crate) const INSERT: &str =
    "INSERT INTO job_marks (job_id, mark) VALUES (?1, ?2) ON CONFLICT (job_id, mark) DO NOTHING RETURNING mark";

/// Notes what a job meets; answers of each whether it was met for the first time. Goes with what the job was given.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(job_id = %job_id, marks = marks.len()))]
pub async fn mark(tx: &mut Tx<'_>, job_id: &str, marks: &[&str]) -> Result<Vec<bool>, StoreError> {
    if marks.is_empty() {
        return Ok(Vec::new());
    }
    let asked: Vec<Asked<'_>> = marks.iter().map(|one| (INSERT, params![job_id, *one].to_vec())).collect();
    Ok(tx.query_all(&asked).await?.iter().map(|rows| !rows.is_empty()).collect())
}
