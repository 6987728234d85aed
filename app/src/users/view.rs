//! A user as pages show them.

use jiff::Timestamp;
use serde::Serialize;
use tessera_store::users::UserRecord;

use super::role::{Role, scopes_of};
use crate::caller::{Caller, KeyKind};

/// A person with an account: never their password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserView {
    /// `usr_...`.
    pub id: String,
    /// The address they sign in with.
    pub email: String,
    /// What the team calls them.
    pub name: String,
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
    /// Since when a code is asked for after the password.
    pub two_step_since: Option<Timestamp>,
}

impl From<UserRecord> for UserView {
    fn from(record: UserRecord) -> Self {
        Self {
            id: record.id,
            email: record.email,
            name: record.name,
            is_owner: record.is_owner,
            roles: record.roles,
            version: record.version,
            created_at: record.created_at,
            disabled_at: record.disabled_at,
            two_step_since: record.two_step_since,
        }
    }
}

impl UserView {
    /// Whether they were given a role; an owner has all.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.is_owner || role == Role::View || self.roles.iter().any(|name| name == role.name())
    }

    /// The caller that use cases see.
    pub(crate) fn caller(&self) -> Caller {
        let roles: Vec<Role> = self.roles.iter().filter_map(|name| Role::parse(name)).collect();
        let scopes = scopes_of(self.is_owner, &roles);
        Caller { key_id: self.id.as_str().into(), kind: KeyKind::Secret, scopes, shopper: None }
    }
}
