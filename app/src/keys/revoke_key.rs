//! Revokes an API key.

use tessera_store::keys;

use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Revokes a key by id. This process refuses it at once, others on the same database within a second.
    ///
    /// # Errors
    /// `not_found` when there is no such key.
    pub async fn revoke_key(&self, id: &str) -> Result<(), Problem> {
        let wanted = id.to_owned();
        let revoked = self
            .inner
            .store
            .unit_of_work(move |tx| Box::pin(async move { keys::revoke_key(tx, &wanted).await.map_err(Problem::from) }))
            .await?;
        if !revoked {
            return Err(Problem::new(ErrorCode::NotFound, format!("There is no key `{id}`.")));
        }
        self.refresh_keys().await
    }
}
