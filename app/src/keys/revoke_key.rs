//! Revokes an API key.

use serde_json::json;
use tessera_store::keys;

use crate::caller::{Caller, Scope};
use crate::change::{By, Change};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Revokes a key by id. This process refuses it at once, others on the same database within a second.
    ///
    /// # Errors
    /// `not_found` when there is no such key.
    pub async fn revoke_key(&self, id: &str) -> Result<(), Problem> {
        self.end_key(By::program("revoke_key"), id).await
    }

    /// The same for a person.
    ///
    /// # Errors
    /// `scope_missing`, and those of [`App::revoke_key`].
    pub async fn revoke_key_for(&self, caller: &Caller, request_id: &str, id: &str) -> Result<(), Problem> {
        caller.require(Scope::Keys)?;
        self.end_key(By::caller(caller, "revoke_key", request_id), id).await
    }

    async fn end_key(&self, by: By, id: &str) -> Result<(), Problem> {
        let (wanted, recorder) = (id.to_owned(), self.inner.recorder.clone());
        let revoked = self
            .inner
            .store
            .unit_of_work(move |tx| {
                Box::pin(async move {
                    let is_known = keys::revoke_key(tx, &wanted).await?;
                    if is_known {
                        let told = json!({ "id": wanted, "revoked_at": tx.now() });
                        let told = Change::new("key.revoked", wanted, &told);
                        recorder.record(tx, &by, vec![told], None).await?;
                    }
                    Ok::<_, Problem>(is_known)
                })
            })
            .await?;
        if !revoked {
            return Err(Problem::new(ErrorCode::NotFound, format!("There is no key `{id}`.")));
        }
        self.refresh_keys().await
    }
}
