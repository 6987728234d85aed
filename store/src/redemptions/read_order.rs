//! Reads an order.

use super::record::{OrderRecord, RedemptionRecord, order_columns, redemption_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By the merchant's id.
pub(crate) const SELECT: &str = concat!("SELECT ", order_columns!(), " FROM orders WHERE order_id = ?1");

/// The same, held still until the transaction ends.
pub(crate) const LOCK: &str =
    concat!("SELECT ", order_columns!(), " FROM orders WHERE order_id = ?1 /*postgres: FOR UPDATE*/");

/// An order by its reservation.
pub(crate) const SELECT_BY_RESERVATION: &str =
    concat!("SELECT ", order_columns!(), " FROM orders WHERE reservation_id = ?1");

/// What was made for an order by one reservation, oldest first.
pub(crate) const SELECT_REDEMPTIONS: &str = concat!(
    "SELECT ",
    redemption_columns!(),
    " FROM redemptions r WHERE r.order_id = ?1 AND r.reservation_id = ?2 ORDER BY r.created_at, r.id"
);

/// An order by the merchant's id.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order_id))]
pub async fn read_order(tx: &mut Tx<'_>, order_id: &str) -> Result<Option<OrderRecord>, StoreError> {
    tx.query_first(SELECT, params![order_id]).await?.map(|mut row| OrderRecord::decode(&mut row)).transpose()
}

/// An order by the merchant's id; whoever else changes it waits.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order_id))]
pub async fn lock_order(tx: &mut Tx<'_>, order_id: &str) -> Result<Option<OrderRecord>, StoreError> {
    tx.query_first(LOCK, params![order_id]).await?.map(|mut row| OrderRecord::decode(&mut row)).transpose()
}

/// The order that a reservation became.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(reservation_id = %reservation_id))]
pub async fn read_order_of(tx: &mut Tx<'_>, reservation_id: &str) -> Result<Option<OrderRecord>, StoreError> {
    let row = tx.query_first(SELECT_BY_RESERVATION, params![reservation_id]).await?;
    row.map(|mut row| OrderRecord::decode(&mut row)).transpose()
}

/// What a reservation made for an order, whatever became of it.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order_id))]
pub async fn read_redemptions(
    tx: &mut Tx<'_>,
    order_id: &str,
    reservation_id: &str,
) -> Result<Vec<RedemptionRecord>, StoreError> {
    let rows = tx.query(SELECT_REDEMPTIONS, params![order_id, reservation_id]).await?;
    rows.into_iter().map(|mut row| RedemptionRecord::decode(&mut row)).collect()
}
