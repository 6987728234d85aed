//! The carts of some orders, as the shop sent them: one statement for all.

use std::collections::BTreeMap;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Param;

/// The carts of placed orders by their ids, JSON; an order that is not placed has none.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(orders = order_ids.len()))]
pub async fn read_carts(tx: &mut Tx<'_>, order_ids: &[String]) -> Result<BTreeMap<String, String>, StoreError> {
    if order_ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let values: Vec<Param<'_>> = order_ids.iter().map(Param::from).collect();
    let mut carts = BTreeMap::new();
    for mut row in tx.query(&statement(order_ids.len()), &values).await? {
        carts.insert(row.text()?, row.text()?);
    }
    Ok(carts)
}

/// The statement for so many orders.
pub(crate) fn statement(orders: usize) -> String {
    let places: Vec<String> = (1..=orders).map(|place| format!("?{place}")).collect();
    format!("SELECT o.order_id, o.cart FROM orders o WHERE o.order_id IN ({})", places.join(", "))
}
