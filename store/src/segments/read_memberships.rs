//! Reads which static segments a customer is a member of.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The segments of a customer.
pub(crate) const SELECT: &str = "SELECT segment_id FROM segment_members WHERE customer_id = ?1";

/// The ids of the static segments a customer is a member of.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn read_memberships(tx: &mut Tx<'_>, customer_id: &str) -> Result<Vec<String>, StoreError> {
    let rows = tx.query(SELECT, params![customer_id]).await?;
    rows.into_iter().map(|mut row| row.text()).collect()
}
