//! `POST /v1/quotes/unsaved`: prices with what the request holds and nothing stored.

use tessera_engine::{Quote, Settings, UnsavedRequest};

use crate::caller::{Caller, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Prices a cart with the coupons, settings and history of the request. Nothing stored is looked at or changed. The
    /// search is bounded by the request's settings, at most by those of a new store.
    ///
    /// # Errors
    /// `publishable_key`, `scope_missing`.
    pub async fn create_unsaved_quote(&self, caller: &Caller, mut request: UnsavedRequest) -> Result<Quote, Problem> {
        caller.require(Scope::Quotes)?;
        let most = Settings::default();
        request.settings.max_work = request.settings.max_work.min(most.max_work);
        request.settings.max_evaluations = request.settings.max_evaluations.min(most.max_evaluations);
        tokio::task::spawn_blocking(move || request.price()).await.map_err(|error| {
            tracing::error!(%error, "a quote panicked");
            Problem::of(ErrorCode::Internal)
        })
    }
}
