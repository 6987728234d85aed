//! Lists the refunds of an order.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// In their order.
pub(crate) const SELECT: &str =
    "SELECT id, amount, tax, document, created_at FROM refunds WHERE order_id = ?1 ORDER BY number";

/// What came back of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRecord {
    /// `rfd_...`.
    pub id: String,
    /// What went back, tax included, in minor units.
    pub amount: i64,
    /// The tax in it.
    pub tax: i64,
    /// What came back and what was answered, as JSON.
    pub document: String,
    /// When.
    pub created_at: Timestamp,
}

/// The refunds of an order, oldest first.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order_id))]
pub async fn list_refunds(tx: &mut Tx<'_>, order_id: &str) -> Result<Vec<RefundRecord>, StoreError> {
    let rows = tx.query(SELECT, params![order_id]).await?;
    rows.into_iter()
        .map(|mut row| {
            Ok(RefundRecord {
                id: row.text()?,
                amount: row.integer()?,
                tax: row.integer()?,
                document: row.text()?,
                created_at: row.time()?,
            })
        })
        .collect()
}
