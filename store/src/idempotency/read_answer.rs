//! Reads the answer that was given.

use super::StoredAnswer;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By scope and key.
pub(crate) const SELECT: &str =
    "SELECT fingerprint, status, body, created_at FROM idempotency_answers WHERE scope = ?1 AND idempotency_key = ?2";

/// The answer that was given to the request with this key. The scope is the API key, the method and the path.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn read_answer(tx: &mut Tx<'_>, scope: &str, key: &str) -> Result<Option<StoredAnswer>, StoreError> {
    let Some(mut row) = tx.query_first(SELECT, params![scope, key]).await? else { return Ok(None) };
    let fingerprint = row.digest()?;
    let status =
        u16::try_from(row.integer()?).map_err(|_| StoreError::Corrupt("an HTTP status is out of range".to_owned()))?;
    Ok(Some(StoredAnswer { fingerprint, status, body: row.blob()?, created_at: row.time()? }))
}
