//! `GET /v1/codes/{id}/balance`: what was put on a code, what orders took of it and what came back.

use tessera_store::{balances, codes};

use super::create_code::not_found;
use super::view::BalanceEntryView;
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// A page of the movements of a code's balance, the newest first.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_cursor`, `unavailable`.
    pub async fn list_balance_entries(
        &self,
        caller: &Caller,
        id: &str,
        page: PageRequest,
    ) -> Result<Page<BalanceEntryView>, Problem> {
        caller.require(Scope::CodesRead)?;
        let id = id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                if codes::read_code(tx, &id).await?.is_none() {
                    return Err(not_found("code", &id));
                }
                let found = balances::list_balance_entries(tx, &id, page.limit, page.cursor.as_deref()).await?;
                let data = found.data.into_iter().map(BalanceEntryView::from).collect();
                Ok(Page { data, next_cursor: found.next_cursor })
            })
        });
        found.await
    }
}
