//! Finds the session of a browser with its user.

use super::record::{SessionRecord, session_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;
use crate::users::{UserRecord, user_columns};

/// By the hash, ended or not.
pub(crate) const SELECT: &str = concat!(
    "SELECT ",
    session_columns!(),
    ", ",
    user_columns!(),
    " FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.hash = ?1"
);

/// Notes that it was used.
pub(crate) const TOUCH: &str = "UPDATE sessions SET seen_at = ?2 WHERE id = ?1";

/// The session with this hash of what the browser holds, and its user. Whether they are over stands in them.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn find_session(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<Option<(SessionRecord, UserRecord)>, StoreError> {
    let Some(mut row) = tx.query_first(SELECT, params![hash]).await? else { return Ok(None) };
    Ok(Some((SessionRecord::decode(&mut row)?, UserRecord::decode(&mut row)?)))
}

/// Notes that a session is used now.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(session_id = %id))]
pub async fn touch_session(tx: &mut Tx<'_>, id: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(TOUCH, params![id, now]).await.map(drop)
}
