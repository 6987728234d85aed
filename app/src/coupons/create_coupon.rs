//! `POST /v1/coupons`: creates a coupon.

use tessera_engine::Terms;
use tessera_engine::coupon::Status;
use tessera_store::Tx;
use tessera_store::coupons::{self, CouponRecord, NewCoupon};

use super::changes::coupon_created;
use super::view::CouponView;
use super::write::{archived_by_hand, check, new_terms, refuse_unpublished, write_first_code};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::campaigns::refuse_unknown_campaign;
use crate::change::Change;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Creates a coupon at version 1. It is a draft unless its terms say otherwise.
    ///
    /// # Errors
    /// `scope_missing`, `not_in_this_release`, `coupon_incomplete`, `code_taken`, `unavailable`.
    pub async fn create_coupon(&self, mutation: Mutation, terms: Terms) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        refuse_unpublished(mutation.caller.scopes, &[terms.status])?;
        let actor = mutation.caller.key_id.to_string();
        let (coupon_id, code_id) = (self.new_id(IdKind::Coupon), self.new_id(IdKind::Code));
        self.mutate("create_coupon", mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                let (record, told) = make_coupon(tx, coupon_id, &terms, actor, code_id).await?;
                Ok(Answer::json(201, &CouponView::changed(record, tx.now())?)?.telling(told))
            })
        })
        .await
    }
}

/// Makes a coupon at version 1 with its first code; answers it and what is told.
pub(crate) async fn make_coupon(
    tx: &mut Tx<'_>,
    id: String,
    terms: &Terms,
    actor: String,
    code_id: String,
) -> Result<(CouponRecord, Vec<Change>), Problem> {
    check(terms)?;
    if terms.status == Status::Archived {
        return Err(archived_by_hand());
    }
    refuse_unknown_campaign(tx, terms).await?;
    let coupon = NewCoupon { id, terms: new_terms(terms), actor };
    let record = coupons::create_coupon(tx, &coupon).await?;
    let mut told = vec![coupon_created(&record)];
    told.extend(write_first_code(tx, &coupon.id, terms.code.as_ref(), code_id).await?);
    Ok((record, told))
}
