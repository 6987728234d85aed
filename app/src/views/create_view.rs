//! `POST /v1/views`: keeps a view of a list.

use super::list_view::ListView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::saved::{Saved, insert, view_of};
use crate::start::App;

impl App {
    /// Keeps a view of a list, at version 1.
    ///
    /// # Errors
    /// `scope_missing`, `too_many_saved`, `unavailable`.
    pub async fn create_view(&self, mutation: Mutation, body: ListView) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, caller) = (self.new_id(ListView::ID), mutation.caller.clone());
        self.mutate("create_view", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let (record, told) = insert(tx, &caller, &id, &body).await?;
                Ok(Answer::json(201, &view_of::<ListView>(record)?)?.telling([told]))
            })
        })
        .await
    }
}
