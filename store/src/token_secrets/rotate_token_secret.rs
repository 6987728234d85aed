//! Puts another secret in force.

use jiff::Timestamp;

use super::LOCK;
use super::record::TokenSecretRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Those before end, and former ones no later than that.
pub(crate) const END: &str = "UPDATE token_secrets SET ends_at = ?1 WHERE ends_at IS NULL OR ends_at > ?1";

/// What is over is forgotten.
pub(crate) const DELETE: &str = "DELETE FROM token_secrets WHERE ends_at <= ?1";

/// The number of the newest.
pub(crate) const NEWEST: &str = "SELECT COALESCE(MAX(number), 0) FROM token_secrets";

/// The next one.
pub(crate) const INSERT: &str =
    "INSERT INTO token_secrets (number, secret, made_at, ends_at) VALUES (?1, ?2, ?3, NULL)";

/// Puts a secret in force; those before it are accepted until `former_until` at most, and where that is not to come no
/// more.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn rotate_token_secret(
    tx: &mut Tx<'_>,
    new: &str,
    former_until: Timestamp,
) -> Result<TokenSecretRecord, StoreError> {
    let now = tx.now();
    tx.lock(LOCK).await?;
    let before = match tx.query_first(NEWEST, &[]).await? {
        Some(mut row) => row.unsigned()?,
        None => 0,
    };
    tx.execute(END, params![former_until]).await?;
    tx.execute(DELETE, params![now]).await?;
    let number = before + 1;
    tx.execute(INSERT, params![number, new, now]).await?;
    Ok(TokenSecretRecord { number, secret: new.to_owned(), ends_at: None })
}
