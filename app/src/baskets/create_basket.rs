//! `POST /v1/baskets`: keeps a test basket.

use super::basket::Basket;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::saved::{Saved, insert, view_of};
use crate::start::App;

impl App {
    /// Keeps a test basket, at version 1.
    ///
    /// # Errors
    /// `scope_missing`, `too_many_saved`, `unavailable`.
    pub async fn create_basket(&self, mutation: Mutation, body: Basket) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, caller) = (self.new_id(Basket::ID), mutation.caller.clone());
        self.mutate("create_basket", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let (record, told) = insert(tx, &caller, &id, &body).await?;
                Ok(Answer::json(201, &view_of::<Basket>(record)?)?.telling([told]))
            })
        })
        .await
    }
}
