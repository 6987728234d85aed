//! Reads an order.

use super::record::OrderRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By the merchant's id.
pub(crate) const SELECT: &str = "SELECT order_id, reservation_id, customer_id, identities, currency, total, savings, cart, discounts, quote, key_id, placed_at \
     FROM orders WHERE order_id = ?1";

/// An order by the merchant's id.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order_id))]
pub async fn read_order(tx: &mut Tx<'_>, order_id: &str) -> Result<Option<OrderRecord>, StoreError> {
    tx.query_first(SELECT, params![order_id]).await?.map(|mut row| OrderRecord::decode(&mut row)).transpose()
}
