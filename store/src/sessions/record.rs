//! What is kept of a session.

use std::fmt;

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// One browser in which a user is signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// `ses_...`.
    pub id: String,
    /// SHA-256 of what the browser holds.
    pub hash: [u8; 32],
    /// Whose.
    pub user_id: String,
    /// What the browser calls itself.
    pub device: String,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
}

impl fmt::Debug for SessionRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionRecord").field("id", &self.id).field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

/// The columns of a [`SessionRecord`], in its order.
macro_rules! session_columns {
    () => {
        "s.id, s.hash, s.user_id, s.device, s.created_at, s.seen_at, s.ends_at"
    };
}

pub(crate) use session_columns;

impl SessionRecord {
    /// Reads `session_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            hash: row.digest()?,
            user_id: row.text()?,
            device: row.text()?,
            created_at: row.time()?,
            seen_at: row.time()?,
            ends_at: row.time()?,
        })
    }
}
