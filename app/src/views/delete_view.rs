//! `DELETE /v1/views/{id}`: deletes a view of a list.

use super::list_view::ListView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::saved::delete;
use crate::start::App;

impl App {
    /// Deletes a view of a list.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn delete_view(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, caller) = (id.to_owned(), mutation.caller.clone());
        self.mutate("delete_view", mutation, After::Nothing, move |tx| {
            Box::pin(async move { delete::<ListView>(tx, &caller, &id).await })
        })
        .await
    }
}
