//! What is kept of a code.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// A code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRecord {
    /// `cod_...`.
    pub id: String,
    /// The coupon it unlocks.
    pub coupon_id: String,
    /// As typed, for display.
    pub code: String,
    /// What equality and uniqueness are on. `docs/MODEL.md` section 10.
    pub canonical: String,
    /// `live` or `void`.
    pub state: String,
    /// `written` or `generated`.
    pub kind: String,
    /// Most uses of this code; `None` is unlimited.
    pub limit: Option<u64>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// The columns of a [`CodeRecord`], in its order.
macro_rules! code_columns {
    () => {
        "d.id, d.coupon_id, d.code, d.canonical, d.state, d.kind, d.use_limit, d.created_at"
    };
}

pub(crate) use code_columns;

impl CodeRecord {
    /// Reads `code_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            coupon_id: row.text()?,
            code: row.text()?,
            canonical: row.text()?,
            state: row.text()?,
            kind: row.text()?,
            limit: row.optional_unsigned()?,
            created_at: row.time()?,
        })
    }
}
