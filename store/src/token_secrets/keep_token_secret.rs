//! Makes the first secret.

use super::LOCK;
use super::read_token_secrets::{read_token_secrets, the_one_in_force};
use super::record::TokenSecretRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Nothing when there is one.
pub(crate) const INSERT: &str = "INSERT INTO token_secrets (number, secret, made_at, ends_at) VALUES (1, ?1, ?2, NULL) \
     ON CONFLICT (number) DO NOTHING";

/// The secret in force: the one handed in when there was none, and whether that is so.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn keep_token_secret(tx: &mut Tx<'_>, new: &str) -> Result<(TokenSecretRecord, bool), StoreError> {
    if let Some(found) = the_one_in_force(read_token_secrets(tx).await?) {
        return Ok((found, false));
    }
    tx.lock(LOCK).await?;
    let now = tx.now();
    let is_new = tx.execute(INSERT, params![new, now]).await? > 0;
    let kept = the_one_in_force(read_token_secrets(tx).await?);
    kept.map(|kept| (kept, is_new))
        .ok_or_else(|| StoreError::Internal("a token secret that was kept is gone".to_owned()))
}
