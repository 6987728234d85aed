//! Codes for who lost the authenticator: only their hashes, each used once.

use super::authenticator::DELETE_CODES;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// One of a user's.
pub(crate) const INSERT: &str = "INSERT INTO recovery_codes (user_id, hash) VALUES (?1, ?2)";

/// With its use.
pub(crate) const TAKE: &str = "DELETE FROM recovery_codes WHERE user_id = ?1 AND hash = ?2";

/// Those that are left.
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM recovery_codes WHERE user_id = ?1";

/// Writes the recovery codes of a user in the place of those they had.
///
/// # Errors
/// [`StoreError`] when they cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user_id))]
pub async fn put_recovery_codes(tx: &mut Tx<'_>, user_id: &str, hashes: &[[u8; 32]]) -> Result<(), StoreError> {
    tx.execute(DELETE_CODES, params![user_id]).await?;
    for hash in hashes {
        tx.execute(INSERT, params![user_id, hash]).await?;
    }
    Ok(())
}

/// Uses a recovery code; answers `false` when the user has no such code any more.
///
/// # Errors
/// [`StoreError`] when it cannot be removed.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user_id))]
pub async fn take_recovery_code(tx: &mut Tx<'_>, user_id: &str, hash: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(tx.execute(TAKE, params![user_id, hash]).await? > 0)
}

/// How many recovery codes a user has left.
///
/// # Errors
/// [`StoreError`] when they cannot be counted.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user_id))]
pub async fn count_recovery_codes(tx: &mut Tx<'_>, user_id: &str) -> Result<u64, StoreError> {
    tx.query_first(COUNT, params![user_id]).await?.map_or(Ok(0), |mut row| row.unsigned())
}
