//! Deletes a customer.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By the merchant's id.
pub(crate) const DELETE: &str = "DELETE FROM customers WHERE id = ?1";

/// Deletes a customer; answers whether there was one. Orders and redemptions stay.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn delete_customer(tx: &mut Tx<'_>, id: &str) -> Result<bool, StoreError> {
    Ok(tx.execute(DELETE, params![id]).await? > 0)
}
