//! Adds an API key.

use super::record::KeyRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Nothing when a key with this secret is there.
pub(crate) const INSERT: &str = "INSERT INTO api_keys (id, name, kind, scopes, hash, hint, created_at, revoked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
     ON CONFLICT (hash) DO NOTHING";

/// Adds a key; answers `false`, and writes nothing, when one with the same secret is there, revoked or not.
///
/// # Errors
/// [`StoreError::Constraint`] when the id is taken or the kind is none.
#[tracing::instrument(level = "debug", skip_all, fields(key_id = %key.id))]
pub async fn insert_key(tx: &mut Tx<'_>, key: &KeyRecord) -> Result<bool, StoreError> {
    let scopes =
        serde_json::to_string(&key.scopes).map_err(|_| StoreError::Internal("scopes do not serialise".to_owned()))?;
    let values = params![&key.id, &key.name, &key.kind, &scopes, &key.hash, &key.hint, key.created_at, key.revoked_at];
    Ok(tx.execute(INSERT, values).await? > 0)
}
