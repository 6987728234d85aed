//! Lists the sessions of a user.

use super::record::{SessionRecord, session_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Those that are not past their end.
pub(crate) const SELECT: &str = concat!(
    "SELECT ",
    session_columns!(),
    " FROM sessions s WHERE s.user_id = ?1 AND s.ends_at > ?2 AND s.seen_at > ?3 ORDER BY s.seen_at DESC, s.id"
);

/// The sessions of a user that are not over, last used first; one last used at or before `idle_since` is over.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user_id))]
pub async fn list_sessions(
    tx: &mut Tx<'_>,
    user_id: &str,
    idle_since: jiff::Timestamp,
) -> Result<Vec<SessionRecord>, StoreError> {
    let now = tx.now();
    let rows = tx.query(SELECT, params![user_id, now, idle_since]).await?;
    rows.into_iter().map(|mut row| SessionRecord::decode(&mut row)).collect()
}
