//! `POST /v1/templates`: keeps terms, or those of a coupon, as a template.

use tessera_engine::{FieldError, Locale};
use tessera_store::coupons;

use super::request::{NewTemplate, Source, from_coupon};
use super::template::Template;
use super::view::TemplateView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::coupons::stored_terms;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::saved::insert;
use crate::start::App;

impl App {
    /// Makes a template at version 1.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_body` for a coupon there is not, `too_many_saved`, `unavailable`.
    pub async fn create_template(&self, mutation: Mutation, new: NewTemplate) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, caller, zone) = (self.new_id(IdKind::Template), mutation.caller.clone(), self.zone());
        self.mutate("create_template", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let template = match new.source {
                    Source::Terms(terms) => Template { about: new.about, terms: *terms },
                    Source::Coupon(coupon_id) => {
                        let coupon = coupons::read_coupon(tx, &coupon_id).await?;
                        let coupon = coupon.ok_or_else(|| unknown_coupon(&coupon_id))?;
                        from_coupon(new.about, stored_terms(&coupon.id, &coupon.terms)?)
                    }
                };
                let (record, told) = insert(tx, &caller, &id, &template).await?;
                let view = TemplateView::own(&record, Locale::En, tx.now(), &zone)?;
                Ok(Answer::json(201, &view)?.telling([told]))
            })
        })
        .await
    }
}

fn unknown_coupon(id: &str) -> Problem {
    let detail = format!("there is no coupon `{id}`");
    Problem::fields(vec![FieldError { pointer: "/coupon_id".to_owned(), code: "invalid_value", detail }])
}
