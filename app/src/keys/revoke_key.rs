//! Revokes an API key.

use serde_json::json;
use tessera_store::keys;

use crate::change::{By, Change};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Revokes a key by id. This process refuses it at once, others on the same database within a second.
    ///
    /// # Errors
    /// `not_found` when there is no such key.
    pub async fn revoke_key(&self, id: &str) -> Result<(), Problem> {
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
                        recorder.record(tx, &By::program("revoke_key"), vec![told], None).await?;
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
