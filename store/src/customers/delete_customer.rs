//! Deletes a customer.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By the merchant's id.
pub(crate) const DELETE: &str = "DELETE FROM customers WHERE id = ?1";

/// The segments they are a member of.
pub(crate) const DELETE_MEMBERSHIPS: &str = "DELETE FROM segment_members WHERE customer_id = ?1";

/// Deletes a customer, who is a member of no segment then; answers whether there was one. Orders and redemptions stay.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn delete_customer(tx: &mut Tx<'_>, id: &str) -> Result<bool, StoreError> {
    tx.execute(DELETE_MEMBERSHIPS, params![id]).await?;
    Ok(tx.execute(DELETE, params![id]).await? > 0)
}
