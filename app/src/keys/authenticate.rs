//! Finds out who calls.

use tessera_store::keys;

use super::{KeyRing, caller_of, hash};
use crate::caller::Caller;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// The caller of a secret that this process knows. Asks nobody.
    #[must_use]
    pub fn known_caller(&self, secret: &str) -> Option<Caller> {
        self.inner.keys.load().find(secret)
    }

    /// The caller of a secret, asking the store for one that another process made.
    ///
    /// # Errors
    /// `key_unknown`, or `unavailable` when the store cannot be asked.
    pub async fn authenticate(&self, secret: &str) -> Result<Caller, Problem> {
        if let Some(caller) = self.known_caller(secret) {
            return Ok(caller);
        }
        let wanted = hash(secret);
        let found = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { keys::find_key(tx, &wanted).await.map_err(Problem::from) }))
            .await?;
        match found {
            Some(record) if record.revoked_at.is_none() => {
                self.refresh_keys().await?;
                Ok(caller_of(&record))
            }
            _ => Err(Problem::of(ErrorCode::KeyUnknown)),
        }
    }

    /// Reads the keys that are in force.
    pub(crate) async fn refresh_keys(&self) -> Result<(), Problem> {
        let records = self
            .inner
            .store
            .read(|tx| Box::pin(async move { keys::list_keys(tx).await.map_err(Problem::from) }))
            .await?;
        let ring = records
            .iter()
            .filter(|record| record.revoked_at.is_none())
            .map(|record| (record.hash, caller_of(record)))
            .collect();
        self.inner.keys.store(std::sync::Arc::new(KeyRing(ring)));
        Ok(())
    }
}
