//! A segment as answers show it.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use tessera_store::segments::SegmentRecord;

use crate::problem::{ErrorCode, Problem};

/// A group of customers.
#[derive(Clone, Debug, Serialize)]
pub struct SegmentView {
    /// `seg_...`.
    pub id: String,
    /// What customers' own lists and coupons call it.
    pub key: String,
    /// What the merchant calls it.
    pub name: String,
    /// `static` or `dynamic`.
    pub kind: String,
    /// Who is in a dynamic one; `null` for a static one.
    pub conditions: Option<Box<RawValue>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl SegmentView {
    /// The view of a record.
    pub(super) fn of(record: SegmentRecord) -> Result<Self, Problem> {
        let conditions = record.conditions.map(RawValue::from_string).transpose().map_err(|error| {
            tracing::error!(%error, segment_id = %record.id, "a stored segment cannot be read");
            Problem::of(ErrorCode::Internal)
        })?;
        Ok(Self {
            id: record.id,
            key: record.key,
            name: record.name,
            kind: record.kind,
            conditions,
            created_at: record.created_at,
            updated_at: record.updated_at,
        })
    }
}
