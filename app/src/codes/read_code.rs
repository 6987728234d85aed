//! `GET /v1/codes/{id}`: a code and what is left on it.

use tessera_store::{balances, codes};

use super::create_code::not_found;
use super::view::CodeView;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// A code, void or not, with its balance.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_code(&self, caller: &Caller, id: &str) -> Result<CodeView, Problem> {
        caller.require(Scope::CodesRead)?;
        let wanted = id.to_owned();
        let storefront = self.storefront();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let Some(code) = codes::read_code_use(tx, &wanted).await? else { return Ok(None) };
                let balance = balances::read_balance(tx, &wanted).await?;
                Ok::<_, Problem>(Some(CodeView::used(code, balance, tx.now(), &storefront)))
            })
        });
        found.await?.ok_or_else(|| not_found("code", id))
    }
}
