//! Ends sessions.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// One of a user's.
pub(crate) const DELETE: &str = "DELETE FROM sessions WHERE id = ?1 AND user_id = ?2";

/// All of a user's.
pub(crate) const DELETE_ALL: &str = "DELETE FROM sessions WHERE user_id = ?1";

/// All of a user's but one.
pub(crate) const DELETE_OTHERS: &str = "DELETE FROM sessions WHERE user_id = ?1 AND id <> ?2";

/// Those past their end, and those nobody used for long.
pub(crate) const DELETE_ENDED: &str = "DELETE FROM sessions WHERE ends_at <= ?1 OR seen_at <= ?2";

/// Ends a session of a user; answers whether it was there.
///
/// # Errors
/// [`StoreError`] when it cannot be removed.
#[tracing::instrument(level = "debug", skip_all, fields(session_id = %id))]
pub async fn end_session(tx: &mut Tx<'_>, id: &str, user_id: &str) -> Result<bool, StoreError> {
    Ok(tx.execute(DELETE, params![id, user_id]).await? > 0)
}

/// Ends every session of a user; answers how many.
///
/// # Errors
/// [`StoreError`] when they cannot be removed.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user_id))]
pub async fn end_sessions_of(tx: &mut Tx<'_>, user_id: &str) -> Result<u64, StoreError> {
    tx.execute(DELETE_ALL, params![user_id]).await
}

/// Ends every session of a user but one; answers how many.
///
/// # Errors
/// [`StoreError`] when they cannot be removed.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user_id))]
pub async fn end_other_sessions(tx: &mut Tx<'_>, user_id: &str, but: &str) -> Result<u64, StoreError> {
    tx.execute(DELETE_OTHERS, params![user_id, but]).await
}

/// Forgets sessions past their end, and those last used at or before `idle_since`.
///
/// # Errors
/// [`StoreError`] when they cannot be removed.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn forget_ended_sessions(tx: &mut Tx<'_>, idle_since: jiff::Timestamp) -> Result<u64, StoreError> {
    let now = tx.now();
    tx.execute(DELETE_ENDED, params![now, idle_since]).await
}
