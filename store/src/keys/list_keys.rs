//! Lists API keys.

use super::record::{KeyRecord, key_columns};
use crate::error::StoreError;
use crate::tx::Tx;

/// All: there are few.
pub(crate) const SELECT_ALL: &str = concat!("SELECT ", key_columns!(), " FROM api_keys ORDER BY created_at, id");

/// All keys, revoked ones too, oldest first.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_keys(tx: &mut Tx<'_>) -> Result<Vec<KeyRecord>, StoreError> {
    let rows = tx.query(SELECT_ALL, &[]).await?;
    rows.into_iter().map(|mut row| KeyRecord::decode(&mut row)).collect()
}
