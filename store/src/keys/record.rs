//! What is kept of an API key.

use std::fmt;

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// An API key.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// `key_...`.
    pub id: String,
    /// What the team calls it.
    pub name: String,
    /// `secret` or `publishable`.
    pub kind: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
    /// The last four characters of the secret.
    pub hint: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it is refused.
    pub revoked_at: Option<Timestamp>,
}

impl fmt::Debug for KeyRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRecord")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// The columns of a [`KeyRecord`], in its order.
macro_rules! key_columns {
    () => {
        "id, name, kind, scopes, hash, hint, created_at, revoked_at"
    };
}

pub(crate) use key_columns;

impl KeyRecord {
    /// Reads `key_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            name: row.text()?,
            kind: row.text()?,
            scopes: serde_json::from_str(&row.text()?)
                .map_err(|_| StoreError::Corrupt("the scopes of a key cannot be read".to_owned()))?,
            hash: row.digest()?,
            hint: row.text()?,
            created_at: row.time()?,
            revoked_at: row.optional_time()?,
        })
    }
}
