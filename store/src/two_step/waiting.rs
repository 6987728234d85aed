//! Sign-ins between their two steps: the password was right, the code is asked for.

use std::fmt;

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// One row.
pub(crate) const INSERT: &str =
    "INSERT INTO waiting_sign_ins (hash, user_id, verified, ends_at) VALUES (?1, ?2, ?3, ?4)";

/// By the hash, unless it is over.
pub(crate) const SELECT: &str =
    "SELECT w.hash, w.user_id, w.verified, w.ends_at FROM waiting_sign_ins w WHERE w.hash = ?1 AND w.ends_at > ?2";

/// Once its code was right.
pub(crate) const DELETE: &str = "DELETE FROM waiting_sign_ins WHERE hash = ?1";

/// Those past their end.
pub(crate) const DELETE_ENDED: &str = "DELETE FROM waiting_sign_ins WHERE ends_at <= ?1";

/// A sign-in whose code is asked for.
#[derive(Clone, PartialEq, Eq)]
pub struct WaitingRecord {
    /// SHA-256 of what the browser holds.
    pub hash: [u8; 32],
    /// Whose.
    pub user_id: String,
    /// SHA-256 of the hash of the password that was right.
    pub verified: [u8; 32],
    /// Until when the code may be given.
    pub ends_at: Timestamp,
}

impl fmt::Debug for WaitingRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitingRecord").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

/// Writes that a code is asked for.
///
/// # Errors
/// [`StoreError::Constraint`] when the user is not known, or the hash is taken.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %waiting.user_id))]
pub async fn insert_waiting(tx: &mut Tx<'_>, waiting: &WaitingRecord) -> Result<(), StoreError> {
    let values = params![&waiting.hash, &waiting.user_id, &waiting.verified, waiting.ends_at];
    tx.execute(INSERT, values).await.map(drop)
}

/// The sign-in with this hash of what the browser holds; `None` when it is over.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn find_waiting(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<Option<WaitingRecord>, StoreError> {
    let now = tx.now();
    let Some(mut row) = tx.query_first(SELECT, params![hash, now]).await? else { return Ok(None) };
    Ok(Some(WaitingRecord { hash: row.digest()?, user_id: row.text()?, verified: row.digest()?, ends_at: row.time()? }))
}

/// Ends it: the code was right.
///
/// # Errors
/// [`StoreError`] when it cannot be removed.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn end_waiting(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute(DELETE, params![hash]).await.map(drop)
}

/// Forgets those past their end; answers how many.
///
/// # Errors
/// [`StoreError`] when they cannot be removed.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn forget_ended_waiting(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let now = tx.now();
    tx.execute(DELETE_ENDED, params![now]).await
}
