//! What is kept of a code.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::{Param, Row};

/// What stands for no end.
const NEVER: i64 = i64::MAX;

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
    /// Most uses of this code, in place of what its coupon says; `None`: what that says.
    pub limit: Option<u64>,
    /// When it was made.
    pub created_at: Timestamp,
    /// The merchant's id of the only account it is for.
    pub customer_id: Option<String>,
    /// The first instant at which it is no longer valid.
    pub expires_at: Option<Timestamp>,
    /// The job that made it.
    pub batch_id: Option<String>,
    /// Whether as many orders have it as its limit allows.
    pub is_used_up: bool,
}

/// The columns of a [`CodeRecord`], in its order.
macro_rules! code_columns {
    () => {
        "d.id, d.coupon_id, d.code, d.canonical, d.state, d.kind, d.use_limit, d.created_at, d.customer_id, d.expires_key, d.batch_id, d.standing"
    };
}

pub(crate) use code_columns;

impl CodeRecord {
    /// A live code for anybody, with its coupon's limit and without an end, written by hand.
    #[must_use]
    pub fn written(id: &str, coupon_id: &str, code: &str, canonical: &str, created_at: Timestamp) -> Self {
        Self {
            id: id.to_owned(),
            coupon_id: coupon_id.to_owned(),
            code: code.to_owned(),
            canonical: canonical.to_owned(),
            state: "live".to_owned(),
            kind: "written".to_owned(),
            limit: None,
            created_at,
            customer_id: None,
            expires_at: None,
            batch_id: None,
            is_used_up: false,
        }
    }

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
            customer_id: row.optional_text()?,
            expires_at: read_expiry(row)?,
            batch_id: row.optional_text()?,
            is_used_up: row.text()? == "used",
        })
    }

    /// What it is whatever the time: as lists are kept by it.
    pub(crate) fn standing(&self) -> &'static str {
        match (self.state.as_str(), self.is_used_up) {
            ("void", _) => "void",
            (_, true) => "used",
            (_, false) => "live",
        }
    }

    /// `void`, `used`, `expired` or `live` at an instant: the first that holds.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> &'static str {
        if self.state == "void" {
            "void"
        } else if self.is_used_up {
            "used"
        } else if self.expires_at.is_some_and(|end| end <= now) {
            "expired"
        } else {
            "live"
        }
    }
}

/// The end as it is sorted by.
pub(crate) fn expiry_key(expires_at: Option<Timestamp>) -> Param<'static> {
    expires_at.map_or(NEVER, Timestamp::as_microsecond).into()
}

/// Reads `expires_key`.
pub(crate) fn read_expiry(row: &mut Row) -> Result<Option<Timestamp>, StoreError> {
    let key = row.integer()?;
    if key == NEVER {
        return Ok(None);
    }
    Timestamp::from_microsecond(key).map(Some).map_err(|_| StoreError::Corrupt("a time is out of range".to_owned()))
}
