//! What is kept of a segment.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// A segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentRecord {
    /// `seg_...`.
    pub id: String,
    /// What customers' own lists and coupons call it.
    pub key: String,
    /// What the merchant calls it.
    pub name: String,
    /// `static` or `dynamic`.
    pub kind: String,
    /// A condition tree, as JSON; `None` for a static one.
    pub conditions: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed; its members do not count.
    pub updated_at: Timestamp,
}

/// A member of a static segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRecord {
    /// The merchant's id.
    pub customer_id: String,
    /// Since when.
    pub added_at: Timestamp,
}

/// The columns of a [`SegmentRecord`], in its order.
macro_rules! segment_columns {
    () => {
        "id, key, name, kind, conditions, created_at, updated_at"
    };
}

pub(crate) use segment_columns;

impl SegmentRecord {
    /// Reads `segment_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            key: row.text()?,
            name: row.text()?,
            kind: row.text()?,
            conditions: row.optional_text()?,
            created_at: row.time()?,
            updated_at: row.time()?,
        })
    }
}
