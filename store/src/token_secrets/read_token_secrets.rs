//! Reads the secrets that tokens may be signed with.

use super::record::TokenSecretRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The newest first.
pub(crate) const SELECT: &str =
    "SELECT number, secret, ends_at FROM token_secrets WHERE ends_at IS NULL OR ends_at > ?1 ORDER BY number DESC";

/// The secret in force, and former ones that are still accepted, the newest first; none before the first was made.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn read_token_secrets(tx: &mut Tx<'_>) -> Result<Vec<TokenSecretRecord>, StoreError> {
    let now = tx.now();
    tx.query(SELECT, params![now]).await?.iter_mut().map(TokenSecretRecord::decode).collect()
}

pub(super) fn the_one_in_force(secrets: Vec<TokenSecretRecord>) -> Option<TokenSecretRecord> {
    secrets.into_iter().find(|secret| secret.ends_at.is_none())
}
