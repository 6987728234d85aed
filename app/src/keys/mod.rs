//! API keys: who may call. The secret is shown once; the store holds its SHA-256.

mod authenticate;
mod create_key;
mod list_keys;
mod revoke_key;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};
use tessera_store::keys::KeyRecord;

pub use create_key::CreatedKey;

use crate::caller::{Caller, KeyKind, Scope, Scopes};

/// The keys that are in force, by the SHA-256 of their secret. A secret has 200 random bits, so a plain hash is enough.
#[derive(Default)]
pub(crate) struct KeyRing(BTreeMap<[u8; 32], Caller>);

impl KeyRing {
    fn find(&self, secret: &str) -> Option<Caller> {
        self.0.get(&hash(secret)).cloned()
    }
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

fn caller_of(record: &KeyRecord) -> Caller {
    Caller {
        key_id: Arc::from(record.id.as_str()),
        kind: if record.kind == KeyKind::Publishable.name() { KeyKind::Publishable } else { KeyKind::Secret },
        scopes: record.scopes.iter().filter_map(|name| Scope::parse(name)).collect::<Scopes>(),
        shopper: None,
    }
}

/// A key as lists show it: never its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyView {
    /// `key_...`.
    pub id: String,
    /// What the team calls it.
    pub name: String,
    /// `secret` or `publishable`.
    pub kind: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// The last four characters of the secret.
    pub hint: String,
    /// When it was made.
    pub created_at: jiff::Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<jiff::Timestamp>,
}

impl From<KeyRecord> for KeyView {
    fn from(record: KeyRecord) -> Self {
        Self {
            id: record.id,
            name: record.name,
            kind: record.kind,
            scopes: record.scopes,
            hint: record.hint,
            created_at: record.created_at,
            revoked_at: record.revoked_at,
        }
    }
}
