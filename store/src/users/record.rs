//! What is kept of a user.

use std::fmt;

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// A person who signs in.
#[derive(Clone, PartialEq, Eq)]
pub struct UserRecord {
    /// `usr_...`.
    pub id: String,
    /// The address, in one spelling.
    pub email: String,
    /// What the team calls them.
    pub name: String,
    /// In the format of the Password Hashing Competition.
    pub password_hash: String,
    /// Whether they may do everything.
    pub is_owner: bool,
    /// What they may do otherwise.
    pub roles: Vec<String>,
    /// Rises by one with each change.
    pub version: u64,
    /// When they were taken in.
    pub created_at: Timestamp,
    /// From when on they are refused.
    pub disabled_at: Option<Timestamp>,
    /// Since when a code is asked for after the password. Read with the user, written with the authenticator.
    pub two_step_since: Option<Timestamp>,
}

impl fmt::Debug for UserRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserRecord").field("id", &self.id).field("roles", &self.roles).finish_non_exhaustive()
    }
}

/// The columns of a [`UserRecord`], in its order.
macro_rules! user_columns {
    () => {
        "u.id, u.email, u.name, u.password_hash, u.is_owner, u.roles, u.version, u.created_at, u.disabled_at, \
         (SELECT a.confirmed_at FROM authenticators a WHERE a.user_id = u.id)"
    };
}

pub(crate) use user_columns;

impl UserRecord {
    /// Reads `user_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            email: row.text()?,
            name: row.text()?,
            password_hash: row.text()?,
            is_owner: row.flag()?,
            roles: serde_json::from_str(&row.text()?)
                .map_err(|_| StoreError::Corrupt("the roles of a user cannot be read".to_owned()))?,
            version: row.unsigned()?,
            created_at: row.time()?,
            disabled_at: row.optional_time()?,
            two_step_since: row.optional_time()?,
        })
    }

    /// The roles as they are kept.
    pub(super) fn roles_text(&self) -> Result<String, StoreError> {
        serde_json::to_string(&self.roles).map_err(|_| StoreError::Internal("roles do not serialise".to_owned()))
    }
}
