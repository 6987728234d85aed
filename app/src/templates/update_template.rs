//! `PATCH /v1/templates/{id}`: changes one of the team's own templates by a JSON merge patch.

use tessera_engine::Locale;

use super::delete_template::refuse_built_in;
use super::template::Template;
use super::view::TemplateView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::saved::update;
use crate::start::App;

impl App {
    /// Changes a template by the merge patch in the mutation's body. What it locks holds for its coupons from then on.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `template_built_in`, `invalid_body`, `version_conflict`, `unavailable`.
    pub async fn update_template(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, caller, zone) = (id.to_owned(), mutation.caller.clone(), self.zone());
        let (patch, expected) = (mutation.body.clone(), mutation.if_match);
        self.mutate("update_template", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                refuse_built_in(&id)?;
                let (record, told) = update::<Template>(tx, &caller, &id, &patch, expected).await?;
                let view = TemplateView::own(&record, Locale::En, tx.now(), &zone)?;
                Ok(Answer::json(200, &view)?.telling(told))
            })
        })
        .await
    }
}
