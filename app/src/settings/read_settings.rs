//! `GET /v1/settings`: the store's settings.

use super::store_settings::SettingsView;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// The settings in force.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn read_settings(&self, caller: &Caller) -> Result<SettingsView, Problem> {
        caller.require(Scope::Settings)?;
        let view =
            self.inner.store.read(|tx| Box::pin(async move { SettingsView::read(tx).await.map_err(Problem::from) }));
        view.await
    }
}
