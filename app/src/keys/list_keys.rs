//! Lists API keys, without their secrets.

use tessera_store::keys;

use super::KeyView;
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// All keys, revoked ones too, oldest first.
    ///
    /// # Errors
    /// `unavailable` when the store cannot be read.
    pub async fn list_keys(&self) -> Result<Vec<KeyView>, Problem> {
        let records = self
            .inner
            .store
            .read(|tx| Box::pin(async move { keys::list_keys(tx).await.map_err(Problem::from) }))
            .await?;
        Ok(records.into_iter().map(KeyView::from).collect())
    }
}
