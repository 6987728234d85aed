//! Reads a customer.

use super::record::{CustomerRecord, customer_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By the merchant's id.
pub(crate) const SELECT: &str = concat!("SELECT ", customer_columns!(), " FROM customers WHERE id = ?1");

/// A customer by the merchant's id.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn read_customer(tx: &mut Tx<'_>, id: &str) -> Result<Option<CustomerRecord>, StoreError> {
    tx.query_first(SELECT, params![id]).await?.map(|mut row| CustomerRecord::decode(&mut row)).transpose()
}
