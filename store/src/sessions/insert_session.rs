//! Begins a session.

use super::record::SessionRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// One row.
pub(crate) const INSERT: &str = "INSERT INTO sessions (id, hash, user_id, device, created_at, seen_at, ends_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

/// Begins a session.
///
/// # Errors
/// [`StoreError::Constraint`] when the user is not known, or the id or the hash is taken.
#[tracing::instrument(level = "debug", skip_all, fields(session_id = %session.id))]
pub async fn insert_session(tx: &mut Tx<'_>, session: &SessionRecord) -> Result<(), StoreError> {
    let values = params![
        &session.id,
        &session.hash,
        &session.user_id,
        &session.device,
        session.created_at,
        session.seen_at,
        session.ends_at,
    ];
    tx.execute(INSERT, values).await.map(drop)
}
