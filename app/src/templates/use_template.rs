//! `POST /v1/templates/{id}/use`: makes a draft of a template.

use serde_json::Value;
use tessera_store::coupons::mark_template;

use super::fill::{fill, free_code};
use super::locked::refuse;
use super::read_template::load;
use super::request::UseRequest;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::coupons::{CouponView, make_coupon, refuse_unpublished};
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Makes a coupon of a template's terms with the patch; checked like any other. A proposed code that is taken gets a
    /// number.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_body`, `field_locked`, `not_in_this_release`, `coupon_incomplete`,
    /// `code_taken`, `unavailable`.
    pub async fn use_template(&self, mutation: Mutation, id: &str, request: UseRequest) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, caller, zone) = (id.to_owned(), mutation.caller.clone(), self.zone());
        let (coupon_id, code_id) = (self.new_id(IdKind::Coupon), self.new_id(IdKind::Code));
        self.mutate("use_template", mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                let now = tx.now();
                let template = load(tx, &caller, &id, request.shown, now, &zone).await?;
                let draft = fill(&template, "{}", "", now, &zone)?;
                let mut terms = fill(&template, &request.patch, "/patch", now, &zone)?;
                refuse(&template.about, &draft, &terms)?;
                if !names_code(&request.patch)
                    && let Some(proposed) = terms.code.take()
                {
                    terms.code = Some(free_code(tx, proposed).await?);
                }
                refuse_unpublished(caller.scopes, &[terms.status])?;
                let actor = caller.key_id.to_string();
                let (mut record, told) = make_coupon(tx, coupon_id, &terms, actor, code_id).await?;
                mark_template(tx, &record.id, &id).await?;
                record.template_id = Some(id);
                Ok(Answer::json(201, &CouponView::changed(record, now)?)?.telling(told))
            })
        })
        .await
    }
}

/// Whether the caller sets the code: then it is that one or none.
fn names_code(patch: &str) -> bool {
    serde_json::from_str::<Value>(patch).is_ok_and(|patch| patch.get("code").is_some())
}
