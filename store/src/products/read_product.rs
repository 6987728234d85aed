//! Reads products.

use super::record::{ProductRecord, product_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By the merchant's id.
pub(crate) const SELECT: &str = concat!("SELECT ", product_columns!(), " FROM products WHERE id = ?1");

/// The same, held still until the transaction ends.
pub(crate) const LOCK: &str =
    concat!("SELECT ", product_columns!(), " FROM products WHERE id = ?1 /*postgres: FOR UPDATE*/");

/// A product by the merchant's id; whoever else changes it waits.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(product_id = %id))]
pub async fn lock_product(tx: &mut Tx<'_>, id: &str) -> Result<Option<ProductRecord>, StoreError> {
    tx.query_first(LOCK, params![id]).await?.map(|mut row| ProductRecord::decode(&mut row)).transpose()
}

/// A product by the merchant's id.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(product_id = %id))]
pub async fn read_product(tx: &mut Tx<'_>, id: &str) -> Result<Option<ProductRecord>, StoreError> {
    tx.query_first(SELECT, params![id]).await?.map(|mut row| ProductRecord::decode(&mut row)).transpose()
}

/// Products by id, in the order of the ids given; unknown ones are left out.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(products = ids.len()))]
pub async fn read_products(tx: &mut Tx<'_>, ids: &[String]) -> Result<Vec<ProductRecord>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(mut row) = tx.query_first(SELECT, params![id]).await? {
            found.push(ProductRecord::decode(&mut row)?);
        }
    }
    Ok(found)
}
