//! `DELETE /v1/templates/{id}`: deletes one of the team's own templates.

use super::preset::find_preset;
use super::template::Template;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::saved::delete;
use crate::start::App;

impl App {
    /// Deletes a template. Its coupons stay, and nothing of them is locked any more.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `template_built_in`, `unavailable`.
    pub async fn delete_template(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, caller) = (id.to_owned(), mutation.caller.clone());
        self.mutate("delete_template", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                refuse_built_in(&id)?;
                delete::<Template>(tx, &caller, &id).await
            })
        })
        .await
    }
}

/// What came with the product stays as it is.
pub(super) fn refuse_built_in(id: &str) -> Result<(), Problem> {
    if find_preset(id).is_some() { Err(Problem::of(ErrorCode::TemplateBuiltIn)) } else { Ok(()) }
}
