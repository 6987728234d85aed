//! Notes what came back of an order.

use crate::error::StoreError;
use crate::history::record_order::unspend;
use crate::params;
use crate::redemptions::OrderRecord;
use crate::redemptions::cancel_order::placed;
use crate::tx::Tx;

/// The refund.
pub(crate) const INSERT: &str = "INSERT INTO refunds (order_id, number, id, amount, tax, document, created_at) \
     SELECT ?1, COALESCE(MAX(number), 0) + 1, ?2, ?3, ?4, ?5, ?6 FROM refunds WHERE order_id = ?1";

/// What was given back of the order; nothing when that would be more than was paid.
pub(crate) const ADD: &str =
    "UPDATE orders SET refunded = refunded + ?2 WHERE order_id = ?1 AND refunded + ?2 <= total";

/// A refund to be noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRefund {
    /// `rfd_...`.
    pub id: String,
    /// What goes back, tax included, in minor units.
    pub amount: i64,
    /// The tax in it.
    pub tax: i64,
    /// What came back and what is answered, as JSON.
    pub document: String,
}

/// Notes a refund. The caller has locked the order.
///
/// # Errors
/// [`StoreError::Constraint`] when more would go back than was paid.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order.order_id))]
pub async fn create_refund(tx: &mut Tx<'_>, order: &OrderRecord, refund: &NewRefund) -> Result<(), StoreError> {
    let now = tx.now();
    let values = params![&order.order_id, &refund.id, refund.amount, refund.tax, &refund.document, now];
    tx.execute(INSERT, values).await?;
    if tx.execute(ADD, params![&order.order_id, refund.amount]).await? == 0 {
        return Err(StoreError::Constraint { what: "a refund is not above what was paid".to_owned() });
    }
    unspend(tx, &placed(order, &[], 0), refund.amount).await
}
