//! `POST /v1/templates/{id}/duplicate`: a copy that is the team's own.

use tessera_engine::Locale;
use tessera_engine::decode::limits;

use super::read_template::load;
use super::request::DuplicateRequest;
use super::view::TemplateView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::saved::insert;
use crate::start::App;

impl App {
    /// Copies a template, built in or the team's own. The copy goes its own way.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `too_many_saved`, `unavailable`.
    pub async fn duplicate_template(
        &self,
        mutation: Mutation,
        id: &str,
        request: DuplicateRequest,
    ) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, new_id) = (id.to_owned(), self.new_id(IdKind::Template));
        let (caller, zone) = (mutation.caller.clone(), self.zone());
        self.mutate("duplicate_template", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let mut copy = load(tx, &caller, &id, request.shown, tx.now(), &zone).await?;
                copy.about.name = request.name.unwrap_or_else(|| copy_name(&copy.about.name, request.shown.locale));
                let (record, told) = insert(tx, &caller, &new_id, &copy).await?;
                let view = TemplateView::own(&record, request.shown.locale, tx.now(), &zone)?;
                Ok(Answer::json(201, &view)?.telling([told]))
            })
        })
        .await
    }
}

/// The name of a copy, within the length of a name.
fn copy_name(name: &str, locale: Locale) -> String {
    let mark = match locale {
        Locale::En => " (copy)",
        Locale::Fr => " (copie)",
    };
    let kept = limits::NAME - mark.len();
    name.chars().take(kept).chain(mark.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_a_long_name_still_has_a_name() {
        assert_eq!(copy_name("Spring", Locale::Fr), "Spring (copie)");
        assert_eq!(copy_name(&"é".repeat(255), Locale::En).chars().count(), 255);
    }
}
