//! Lists users.

use super::record::{UserRecord, user_columns};
use crate::error::StoreError;
use crate::tx::Tx;

/// All: there are few.
pub(crate) const SELECT_ALL: &str = concat!("SELECT ", user_columns!(), " FROM users u ORDER BY u.created_at, u.id");

/// Owners who may sign in.
pub(crate) const COUNT_OWNERS: &str = "SELECT COUNT(*) FROM users WHERE is_owner = 1 AND disabled_at IS NULL";

/// All users, disabled ones too, oldest first.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_users(tx: &mut Tx<'_>) -> Result<Vec<UserRecord>, StoreError> {
    let rows = tx.query(SELECT_ALL, &[]).await?;
    rows.into_iter().map(|mut row| UserRecord::decode(&mut row)).collect()
}

/// How many owners may sign in.
///
/// # Errors
/// [`StoreError`] when they cannot be counted.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn count_owners(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    tx.query_first(COUNT_OWNERS, &[]).await?.map_or(Ok(0), |mut row| row.unsigned())
}
