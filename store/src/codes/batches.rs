//! Batches of codes, which outlive the jobs that made them.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A batch before its first code.
pub(crate) const INSERT: &str =
    "INSERT INTO code_batches (id, coupon_id, pattern, request, count, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

/// One more of those that a coupon had one by one.
pub(crate) const COUNT_ONE: &str = "INSERT INTO code_batches (id, coupon_id, pattern, request, count, created_at) VALUES (?1, ?2, ?3, ?4, 1, ?5) \
     ON CONFLICT (id) DO UPDATE SET count = code_batches.count + 1";

/// How many codes of a pattern were asked for.
pub(crate) const SUM: &str = "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM code_batches WHERE pattern = ?1";

/// How codes of a coupon's batches look.
pub(crate) const SELECT_REQUESTS: &str =
    "SELECT request FROM code_batches WHERE pattern IS NOT NULL ORDER BY created_at DESC, id LIMIT ?1";

/// The coupon of a batch.
pub(crate) const SELECT_COUPON: &str = "SELECT coupon_id FROM code_batches WHERE id = ?1";

/// Ends a batch with what it came to.
pub(crate) const FINISH: &str = "UPDATE code_batches SET count = ?2 WHERE id = ?1";

/// A batch of codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBatch {
    /// The job.
    pub id: String,
    /// The coupon.
    pub coupon_id: String,
    /// The same text for patterns whose codes share one space; `None` for an import.
    pub pattern: Option<String>,
    /// How the codes look, JSON.
    pub request: String,
    /// How many.
    pub count: u64,
}

/// Lets nobody else count the codes of a pattern and note further ones until the transaction ends. Before any row.
///
/// # Errors
/// [`StoreError::Busy`] when another one does for too long.
pub async fn lock_patterns(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.lock("patterns of codes").await
}

/// Notes a batch that is to be made.
///
/// # Errors
/// [`StoreError::Constraint`] when there is no such coupon.
#[tracing::instrument(level = "debug", skip_all, fields(batch_id = %batch.id))]
pub async fn begin_batch(tx: &mut Tx<'_>, batch: &NewBatch) -> Result<(), StoreError> {
    let now: Timestamp = tx.now();
    let NewBatch { id, coupon_id, pattern, request, count } = batch;
    tx.execute(INSERT, params![id, coupon_id, pattern, request, *count, now]).await.map(drop)
}

/// Notes one code of a pattern that a coupon has by itself.
///
/// # Errors
/// [`StoreError::Constraint`] when there is no such coupon.
pub async fn count_one(tx: &mut Tx<'_>, coupon_id: &str, pattern: &str, request: &str) -> Result<(), StoreError> {
    let (id, now) = (format!("one:{coupon_id}:{pattern}"), tx.now());
    tx.execute(COUNT_ONE, params![&id, coupon_id, pattern, request, now]).await.map(drop)
}

/// Notes how many codes a batch came to.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
pub async fn finish_batch(tx: &mut Tx<'_>, id: &str, count: u64) -> Result<(), StoreError> {
    tx.execute(FINISH, params![id, count]).await.map(drop)
}

/// How many codes of one space were asked for so far.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn count_of_pattern(tx: &mut Tx<'_>, pattern: &str) -> Result<u64, StoreError> {
    let row = tx.query_first(SUM, params![pattern]).await?;
    row.map_or(Ok(0), |mut row| row.unsigned())
}

/// How the codes of the newest batches look, JSON.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn list_patterns(tx: &mut Tx<'_>, most: u32) -> Result<Vec<String>, StoreError> {
    let rows = tx.query(SELECT_REQUESTS, params![most]).await?;
    rows.into_iter().map(|mut row| row.text()).collect()
}

/// The coupon of a batch; `None` when there is no such batch.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn coupon_of_batch(tx: &mut Tx<'_>, id: &str) -> Result<Option<String>, StoreError> {
    tx.query_first(SELECT_COUPON, params![id]).await?.map(|mut row| row.text()).transpose()
}
