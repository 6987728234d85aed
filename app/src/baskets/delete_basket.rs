//! `DELETE /v1/baskets/{id}`: deletes a test basket.

use super::basket::Basket;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::saved::delete;
use crate::start::App;

impl App {
    /// Deletes a test basket.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn delete_basket(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, caller) = (id.to_owned(), mutation.caller.clone());
        self.mutate("delete_basket", mutation, After::Nothing, move |tx| {
            Box::pin(async move { delete::<Basket>(tx, &caller, &id).await })
        })
        .await
    }
}
