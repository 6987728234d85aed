//! `PATCH /v1/baskets/{id}`: changes a test basket by a JSON merge patch.

use super::basket::Basket;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::saved::{update, view_of};
use crate::start::App;

impl App {
    /// Changes a test basket by the merge patch in the mutation's body.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_body`, `version_conflict`, `unavailable`.
    pub async fn update_basket(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, caller) = (id.to_owned(), mutation.caller.clone());
        let (patch, expected) = (mutation.body.clone(), mutation.if_match);
        self.mutate("update_basket", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let (record, told) = update::<Basket>(tx, &caller, &id, &patch, expected).await?;
                Ok(Answer::json(200, &view_of::<Basket>(record)?)?.telling(told))
            })
        })
        .await
    }
}
