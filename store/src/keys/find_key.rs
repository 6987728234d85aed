//! Finds the key of a secret.

use super::record::{KeyRecord, key_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By the hash, revoked or not.
pub(crate) const SELECT: &str = concat!("SELECT ", key_columns!(), " FROM api_keys WHERE hash = ?1");

/// The key with this hash of its secret; whether it is revoked stands in it.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn find_key(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<Option<KeyRecord>, StoreError> {
    tx.query_first(SELECT, params![hash]).await?.map(|mut row| KeyRecord::decode(&mut row)).transpose()
}
