//! `POST /v1/coupons/{id}/restore`: takes an archived coupon back.

use tessera_engine::Terms;
use tessera_engine::coupon::Status;
use tessera_store::coupons;

use super::update_coupon::EditOf;
use super::view::stored_terms;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::Mutation;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Takes an archived coupon back: paused, or a draft where it was one. Nothing goes live by it.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `coupon_not_archived`, `version_conflict`, `unavailable`.
    pub async fn restore_coupon(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let kind = EditOf::new("restore_coupon", "restored");
        self.edit_coupon_with(kind, mutation, id, |tx, record, terms| {
            Box::pin(async move {
                if terms.status != Status::Archived {
                    return Err(Problem::of(ErrorCode::CouponNotArchived));
                }
                let before = coupons::read_coupon_version(tx, &record.id, record.version.saturating_sub(1)).await?;
                let was = before.map(|before| stored_terms(&record.id, &before.terms)).transpose()?;
                let was_draft = was.is_some_and(|was| was.status == Status::Draft);
                let status = if was_draft { Status::Draft } else { Status::Paused };
                Ok(Terms { status, ..terms.clone() })
            })
        })
        .await
    }
}
