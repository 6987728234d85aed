//! Counts customers.

use crate::error::StoreError;
use crate::tx::Tx;

/// All of them.
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM customers";

/// How many customers the store knows.
///
/// # Errors
/// [`StoreError`] when they cannot be counted.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn count_customers(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    tx.query_first(COUNT, &[]).await?.map_or(Ok(0), |mut row| row.unsigned())
}
