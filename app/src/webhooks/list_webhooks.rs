//! `GET /v1/webhooks` and `GET /v1/webhooks/{id}`: endpoints and how they do.

use tessera_store::webhooks;

use super::view::WebhookView;
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// A page of endpoints, the oldest first.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_webhooks(&self, caller: &Caller, page: PageRequest) -> Result<Page<WebhookView>, Problem> {
        caller.require(Scope::Webhooks)?;
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                webhooks::list_webhooks(tx, page.limit, page.cursor.as_deref()).await.map_err(Problem::from)
            })
        });
        let found = found.await?;
        Ok(Page { data: found.data.into_iter().map(WebhookView::from).collect(), next_cursor: found.next_cursor })
    }

    /// An endpoint.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_webhook(&self, caller: &Caller, id: &str) -> Result<WebhookView, Problem> {
        caller.require(Scope::Webhooks)?;
        let wanted = id.to_owned();
        let found = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { webhooks::read_webhook(tx, &wanted).await.map_err(Problem::from) }));
        found.await?.map(WebhookView::from).ok_or_else(|| not_found(id))
    }
}

/// There is no such endpoint.
pub(super) fn not_found(id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no webhook `{id}`."))
}
