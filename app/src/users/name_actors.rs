//! What the team calls those who change things.

use std::collections::BTreeMap;

use tessera_store::{keys, users};

use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

/// The names of people and keys, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorNames {
    /// `usr_...`.
    pub users: BTreeMap<String, String>,
    /// `key_...`.
    pub keys: BTreeMap<String, String>,
}

impl App {
    /// The names of everybody who may have changed something, and of every key. No addresses.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn name_actors(&self, caller: &Caller) -> Result<ActorNames, Problem> {
        caller.require(Scope::CouponsRead)?;
        let read = self.inner.store.read(|tx| {
            Box::pin(async move {
                let users = users::list_users(tx).await?.into_iter().map(|user| (user.id, user.name)).collect();
                let keys = keys::list_keys(tx).await?.into_iter().map(|key| (key.id, key.name)).collect();
                Ok::<_, Problem>(ActorNames { users, keys })
            })
        });
        read.await
    }
}
