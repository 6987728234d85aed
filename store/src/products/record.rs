//! What is kept of a product.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// A product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductRecord {
    /// The merchant's id.
    pub id: String,
    /// The fields of a cart's line, as JSON.
    pub document: String,
    /// Units in stock; `None` when that is not tracked.
    pub stock: Option<i64>,
    /// When the store first heard of it.
    pub created_at: Timestamp,
    /// When the store last heard of it.
    pub updated_at: Timestamp,
}

/// The columns of a [`ProductRecord`], in its order.
macro_rules! product_columns {
    () => {
        "id, document, stock, created_at, updated_at"
    };
}

pub(crate) use product_columns;

impl ProductRecord {
    /// Reads `product_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            document: row.text()?,
            stock: row.optional_integer()?,
            created_at: row.time()?,
            updated_at: row.time()?,
        })
    }
}
