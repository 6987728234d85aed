//! Counts attempts to sign in. Each counts before its password is looked at, so that many at once are no way around.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The next attempt of a window that runs, or the first of a new one.
pub(crate) const COUNT: &str = "INSERT INTO sign_in_attempts (name, attempts, ends_at) VALUES (?1, 1, ?2) \
     ON CONFLICT (name) DO UPDATE SET \
     attempts = CASE WHEN sign_in_attempts.ends_at <= ?3 THEN 1 ELSE sign_in_attempts.attempts + 1 END, \
     ends_at = CASE WHEN sign_in_attempts.ends_at <= ?3 THEN excluded.ends_at ELSE sign_in_attempts.ends_at END \
     RETURNING attempts";

/// After a password that was right.
pub(crate) const FORGET: &str = "DELETE FROM sign_in_attempts WHERE name = ?1";

/// Windows that are over.
pub(crate) const FORGET_ENDED: &str = "DELETE FROM sign_in_attempts WHERE ends_at <= ?1";

/// Counts an attempt under a name, the digest of an account or an address; answers how many there were since the window
/// began, this one included. A window that begins with it ends at `ends_at`.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn count_attempt(tx: &mut Tx<'_>, name: &[u8; 32], ends_at: Timestamp) -> Result<u64, StoreError> {
    let now = tx.now();
    let row = tx.query_first(COUNT, params![name, ends_at, now]).await?;
    row.map_or(Ok(1), |mut row| row.unsigned())
}

/// Forgets the attempts under a name.
///
/// # Errors
/// [`StoreError`] when they cannot be removed.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn forget_attempts(tx: &mut Tx<'_>, name: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute(FORGET, params![name]).await.map(drop)
}

/// Forgets every attempt whose window is over; answers how many names.
///
/// # Errors
/// [`StoreError`] when they cannot be removed.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn forget_ended_attempts(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let now = tx.now();
    tx.execute(FORGET_ENDED, params![now]).await
}
