//! `POST /v1/codes/{id}/void`: a code unlocks nothing any more.

use tessera_store::{balances, codes};

use super::changes::code_changed;
use super::create_code::not_found;
use super::view::CodeView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Voids a code; its history and what is left on it stay in the books, and its text is free again. Once more: the same.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn void_code(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CodesWrite)?;
        let id = id.to_owned();
        let storefront = self.storefront();
        self.mutate("void_code", mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                let code = codes::read_code(tx, &id).await?;
                let mut code = code.ok_or_else(|| not_found("code", &id))?;
                let is_new = code.state != "void";
                codes::void_code(tx, &id).await?;
                "void".clone_into(&mut code.state);
                let balance = balances::read_balance(tx, &id).await?;
                let told = is_new.then(|| code_changed("code.voided", &code, balance.clone()));
                Ok(Answer::json(200, &CodeView::of(code, balance, tx.now(), &storefront))?.telling(told))
            })
        })
        .await
    }
}
