//! What a user's authenticator shares with us.

use std::fmt;

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// One for each user; begun again before it is confirmed, it is another.
pub(crate) const BEGIN: &str = "INSERT INTO authenticators (user_id, secret, last_step, begun_at, confirmed_at) \
     VALUES (?1, ?2, 0, ?3, NULL) ON CONFLICT (user_id) DO UPDATE SET \
     secret = excluded.secret, last_step = 0, begun_at = excluded.begun_at WHERE authenticators.confirmed_at IS NULL";

/// Confirmed or not.
pub(crate) const SELECT: &str =
    "SELECT a.secret, a.last_step, a.begun_at, a.confirmed_at FROM authenticators a WHERE a.user_id = ?1";

/// With the first code.
pub(crate) const CONFIRM: &str =
    "UPDATE authenticators SET confirmed_at = ?3, last_step = ?2 WHERE user_id = ?1 AND confirmed_at IS NULL";

/// None of this step or an earlier one was taken before.
pub(crate) const ACCEPT: &str = "UPDATE authenticators SET last_step = ?2 WHERE user_id = ?1 AND last_step < ?2";

/// A user's.
pub(crate) const DELETE: &str = "DELETE FROM authenticators WHERE user_id = ?1";

/// Where their codes are of no use any more.
pub(crate) const DELETE_CODES: &str = "DELETE FROM recovery_codes WHERE user_id = ?1";

/// Where no code is asked for any more.
pub(crate) const DELETE_WAITING: &str = "DELETE FROM waiting_sign_ins WHERE user_id = ?1";

/// An authenticator.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthenticatorRecord {
    /// What both sides compute codes from.
    pub secret: Vec<u8>,
    /// The last step of which a code was taken.
    pub last_step: i64,
    /// When its secret was made.
    pub begun_at: Timestamp,
    /// When its user showed that it works.
    pub confirmed_at: Option<Timestamp>,
}

impl fmt::Debug for AuthenticatorRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthenticatorRecord").field("confirmed_at", &self.confirmed_at).finish_non_exhaustive()
    }
}

/// Begins an authenticator of a user, unconfirmed; answers `false`, and writes nothing, when a confirmed one stands.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user_id))]
pub async fn begin_authenticator(tx: &mut Tx<'_>, user_id: &str, secret: &[u8]) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.execute(BEGIN, params![user_id, secret, now]).await? > 0)
}

/// The authenticator of a user, confirmed or not.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user_id))]
pub async fn read_authenticator(tx: &mut Tx<'_>, user_id: &str) -> Result<Option<AuthenticatorRecord>, StoreError> {
    let Some(mut row) = tx.query_first(SELECT, params![user_id]).await? else { return Ok(None) };
    Ok(Some(AuthenticatorRecord {
        secret: row.blob()?,
        last_step: row.integer()?,
        begun_at: row.time()?,
        confirmed_at: row.optional_time()?,
    }))
}

/// Confirms an authenticator with a code of a step; answers `false` when it is confirmed already.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user_id))]
pub async fn confirm_authenticator(tx: &mut Tx<'_>, user_id: &str, step: i64) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.execute(CONFIRM, params![user_id, step, now]).await? > 0)
}

/// Takes a code of a step; answers `false` when one of it or of a later one was taken before.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user_id))]
pub async fn accept_step(tx: &mut Tx<'_>, user_id: &str, step: i64) -> Result<bool, StoreError> {
    Ok(tx.execute(ACCEPT, params![user_id, step]).await? > 0)
}

/// Takes a user's authenticator away, with their recovery codes; answers whether there was one.
///
/// # Errors
/// [`StoreError`] when it cannot be removed.
#[tracing::instrument(level = "debug", skip_all, fields(user_id = %user_id))]
pub async fn end_two_step(tx: &mut Tx<'_>, user_id: &str) -> Result<bool, StoreError> {
    tx.execute(DELETE_WAITING, params![user_id]).await?;
    tx.execute(DELETE_CODES, params![user_id]).await?;
    Ok(tx.execute(DELETE, params![user_id]).await? > 0)
}
