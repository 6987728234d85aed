//! Reads a category.

use super::record::{CategoryRecord, category_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By the merchant's id.
pub(crate) const SELECT: &str = concat!("SELECT ", category_columns!(), " FROM categories WHERE id = ?1");

/// A category by the merchant's id.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(category_id = %id))]
pub async fn read_category(tx: &mut Tx<'_>, id: &str) -> Result<Option<CategoryRecord>, StoreError> {
    tx.query_first(SELECT, params![id]).await?.map(|mut row| CategoryRecord::decode(&mut row)).transpose()
}
