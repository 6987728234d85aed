//! What is kept of a category.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// A category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryRecord {
    /// The merchant's id.
    pub id: String,
    /// The category it is part of.
    pub parent_id: Option<String>,
    /// For display.
    pub name: Option<String>,
    /// When the store first heard of it.
    pub created_at: Timestamp,
    /// When the store last heard of it.
    pub updated_at: Timestamp,
}

/// The columns of a [`CategoryRecord`], in its order.
macro_rules! category_columns {
    () => {
        "id, parent_id, name, created_at, updated_at"
    };
}

pub(crate) use category_columns;

impl CategoryRecord {
    /// Reads `category_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            parent_id: row.optional_text()?,
            name: row.optional_text()?,
            created_at: row.time()?,
            updated_at: row.time()?,
        })
    }
}
