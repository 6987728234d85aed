//! The store's secret: made once, kept as long as the store.

use super::digest::{Secret, hex, unhex};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Nothing when there is one.
pub(crate) const INSERT: &str = "INSERT INTO secrets (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING";

/// A secret by its name.
pub(crate) const SELECT: &str = "SELECT value FROM secrets WHERE name = ?1";

/// What audit rows are keyed with.
const AUDIT: &str = "audit";

/// The store's secret: the one handed in when there was none.
///
/// # Errors
/// [`StoreError::Corrupt`] when it cannot be read.
pub async fn keep_secret(tx: &mut Tx<'_>, new: &Secret) -> Result<Secret, StoreError> {
    if let Some(secret) = read_secret(tx).await? {
        return Ok(secret);
    }
    tx.execute(INSERT, params![AUDIT, &hex(&new.0)]).await?;
    read_secret(tx).await?.ok_or_else(|| StoreError::Internal("a secret that was kept is gone".to_owned()))
}

/// The store's secret, if it was ever used.
pub(crate) async fn read_secret(tx: &mut Tx<'_>) -> Result<Option<Secret>, StoreError> {
    let Some(mut row) = tx.query_first(SELECT, params![AUDIT]).await? else { return Ok(None) };
    let bytes = unhex(&row.text()?).ok_or_else(|| StoreError::Corrupt("the store's secret is malformed".to_owned()))?;
    Ok(Some(Secret(bytes)))
}
