//! A secret as it is stored.

use std::fmt;

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// A secret that tokens are signed with.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenSecretRecord {
    /// 1 is the first.
    pub number: u64,
    /// The secret.
    pub secret: String,
    /// From when on it is accepted no more; `None`: it is the one in force.
    pub ends_at: Option<Timestamp>,
}

impl fmt::Debug for TokenSecretRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSecretRecord").field("number", &self.number).finish_non_exhaustive()
    }
}

impl TokenSecretRecord {
    /// The columns, in the order of [`Self::decode`].
    pub(super) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self { number: row.unsigned()?, secret: row.text()?, ends_at: row.optional_time()? })
    }
}
