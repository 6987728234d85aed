//! `POST /v1/claims`: puts the coupon of a code into a customer's wallet.

use std::sync::Arc;

use tessera_engine::Reason;
use tessera_store::claims;

use super::create_claim::{Asked, claimed_before};
use super::eligibility::refuse_unclaimable;
use super::request::ClaimCodeRequest;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{Mutation, Once};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Claims the coupon of a code for a customer. A code whose uses are limited is used by it; a customer claims with a
    /// code once. A code that nobody has and one whose coupon is not for the customer get the same answer.
    ///
    /// # Errors
    /// `scope_missing`; for a publishable key `customer_token_missing`, `customer_token_other`, `rate_limited`;
    /// `code_unknown`, `already_claimed`, `not_eligible`, `claims_exhausted`, `claim_limit_reached`,
    /// `not_in_this_release` for a coupon with money, `unavailable`.
    pub async fn claim_code(&self, mutation: Mutation, request: ClaimCodeRequest) -> Result<Answer, Problem> {
        let caller = mutation.caller.clone();
        caller.require_for(Scope::Claims, &request.customer_id)?;
        let once = self.begin("claim_code", &mutation).await?;
        // Who has to wait still gets the answer of what succeeded before.
        let mut result = match self.refuse_guessing(&caller) {
            Ok(()) => self.claim_with_code(&once, &mutation, &request).await,
            Err(refused) => Err(refused),
        };
        if result.as_ref().is_err_and(|problem| problem.error == ErrorCode::CodeUnknown)
            && let Err(refused) = self.note_wrong_code(&caller, &request.code)
        {
            result = Err(refused);
        }
        once.settle(result).await
    }

    async fn claim_with_code(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        request: &ClaimCodeRequest,
    ) -> Result<Answer, Problem> {
        self.catch_up().await?;
        let mut attempts = self.attempts("claim_code", "claims");
        loop {
            let moment = self.this_moment();
            let found = self.find_code(&moment, &request.code).await?;
            let found = found.ok_or_else(|| Problem::of(ErrorCode::CodeUnknown))?;
            let code_id = found.code_id.to_string();
            let is_of_another = |owner: &Arc<str>| **owner != *request.customer_id;
            if found.own.customer_id.as_ref().is_some_and(is_of_another) {
                return Err(Problem::of(ErrorCode::CodeUnknown));
            }
            if found.own.expires_at.is_some_and(|end| end <= moment.at) {
                return Err(Problem::new(ErrorCode::NotEligible, "The time of this code is over."));
            }
            self.refuse_second_claim(&code_id, &request.customer_id).await?;
            let coupon = moment.live.catalogue.get(&found.coupon_id).cloned();
            let coupon = coupon.ok_or_else(|| Problem::of(ErrorCode::CodeUnknown))?;
            let _turn = self.turn_of(&coupon).await;
            let customer = self.claimant(&mutation.caller, &request.customer_id, &request.context).await?;
            match self.judge_claim(&moment, &customer, &coupon).await? {
                // What is not for somebody, they learn nothing of.
                Some(refused) if refused.reason == Reason::Invalid => {
                    return Err(Problem::of(ErrorCode::CodeUnknown));
                }
                Some(refused) => return Err(refused.problem()),
                None => refuse_unclaimable(&coupon)?,
            }
            let asked = Asked {
                customer,
                context: &request.context,
                own_ends_at: None,
                origin: "code",
                code_id: Some(code_id),
                reason: None,
            };
            let attempt = self.write_claim(once, mutation, &moment, &coupon, asked).await;
            if let Some(answer) = attempts.judge(attempt).await? {
                return Ok(answer);
            }
        }
    }

    async fn refuse_second_claim(&self, code_id: &str, customer_id: &str) -> Result<(), Problem> {
        let (code_id, customer_id) = (code_id.to_owned(), customer_id.to_owned());
        let found = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { claims::find_claim_by_code(tx, &code_id, &customer_id).await }));
        found.await?.map_or(Ok(()), |before| Err(claimed_before(&before)))
    }
}
