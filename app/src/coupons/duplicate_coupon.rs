//! `POST /v1/coupons/{id}/duplicate`: makes a draft of the same terms.

use tessera_engine::Terms;
use tessera_engine::coupon::Status;
use tessera_engine::decode::parse;
use tessera_store::coupons;

use super::create_coupon::make_coupon;
use super::update_coupon::find;
use super::view::{CouponView, stored_terms};
use super::write::refuse_unpublished;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;
use crate::templates::refuse_by_template;

/// The longest name.
const LONGEST_NAME: usize = 255;

impl App {
    /// Makes a coupon with the terms of another one: a draft without its code. The body is a merge patch of the copy.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_body`, `not_in_this_release`, `coupon_incomplete`, `code_taken`, `unavailable`.
    pub async fn duplicate_coupon(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, patch) = (id.to_owned(), self.with_instants(&mutation.body).into_owned());
        let scopes = mutation.caller.scopes;
        let actor = mutation.caller.key_id.to_string();
        let (coupon_id, code_id) = (self.new_id(IdKind::Coupon), self.new_id(IdKind::Code));
        self.mutate("duplicate_coupon", mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                let original = find(tx, &id).await?;
                let copied = copy_of(stored_terms(&id, &original.terms)?);
                let terms = patched(&copied, &patch)?;
                refuse_unpublished(scopes, &[terms.status])?;
                refuse_by_template(tx, original.template_id.as_deref(), &copied, &terms).await?;
                let (mut record, told) = make_coupon(tx, coupon_id, &terms, actor, code_id).await?;
                if let Some(template_id) = original.template_id {
                    coupons::mark_template(tx, &record.id, &template_id).await?;
                    record.template_id = Some(template_id);
                }
                Ok(Answer::json(201, &CouponView::changed(record, tx.now())?)?.telling(told))
            })
        })
        .await
    }
}

/// What a copy begins as: a code has one coupon, and nobody meant two to be in force.
fn copy_of(terms: Terms) -> Terms {
    let name: String = format!("{} (copy)", terms.name).chars().take(LONGEST_NAME).collect();
    let mut metadata = terms.metadata;
    // Names that stand for one coupon: in a file of coupons, and in another shop's export.
    metadata.retain(|member, _| !matches!(member.as_str(), "key" | "imported_from" | "imported_id"));
    Terms { name, code: None, status: Status::Draft, metadata, ..terms }
}

/// Terms with the merge patch of a body, which may be empty.
pub(super) fn patched(terms: &Terms, patch: &[u8]) -> Result<Terms, Problem> {
    if patch.is_empty() { Ok(terms.clone()) } else { Ok(terms.merge_patch(&parse(patch)?, &[])?) }
}
