//! Revokes an API key.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The first revocation stands.
pub(crate) const UPDATE: &str = "UPDATE api_keys SET revoked_at = COALESCE(revoked_at, ?2) WHERE id = ?1";

/// Revokes a key; answers whether there is one of this id. Revoking again changes nothing.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(key_id = %id))]
pub async fn revoke_key(tx: &mut Tx<'_>, id: &str) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.execute(UPDATE, params![id, now]).await? > 0)
}
