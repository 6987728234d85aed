//! `POST /v1/codes/{id}/reassign`: a code is another account's from now on.

use tessera_store::{balances, codes};

use super::changes::code_changed;
use super::create_code::not_found;
use super::request::Reassignment;
use super::view::CodeView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Makes a code that of one account alone, or of anybody. What orders and reservations have of it they keep.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `code_void`, `unavailable`.
    pub async fn reassign_code(&self, mutation: Mutation, id: &str, to: Reassignment) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CodesWrite)?;
        let id = id.to_owned();
        let storefront = self.storefront();
        self.mutate("reassign_code", mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                let code = codes::read_code(tx, &id).await?;
                let mut code = code.ok_or_else(|| not_found("code", &id))?;
                if code.state == "void" {
                    return Err(Problem::new(ErrorCode::CodeVoid, "A void code is nobody's. Make another code."));
                }
                let is_new = code.customer_id != to.customer_id;
                if is_new {
                    codes::reassign_code(tx, &code.coupon_id, &id, to.customer_id.as_deref()).await?;
                }
                code.customer_id = to.customer_id;
                let balance = balances::read_balance(tx, &id).await?;
                let told = is_new.then(|| code_changed("code.reassigned", &code, balance.clone()));
                Ok(Answer::json(200, &CodeView::of(code, balance, tx.now(), &storefront))?
                    .telling(told)
                    .because(to.reason))
            })
        })
        .await
    }
}
