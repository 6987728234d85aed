//! `POST /v1/redemptions/{id}/cancel`: gives one use back. The order keeps its amounts.

use serde::Serialize;
use tessera_store::redemptions::{self, CancelOutcome};

use super::changes::redemption_changes;
use super::view::RedemptionView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::claims::claim_uses;
use crate::mutation::{After, Mutation};
use crate::orders::Reason;
use crate::problem::{ErrorCode, Problem};
use crate::seq::Seq;
use crate::start::App;

#[derive(Serialize)]
struct Cancelled {
    #[serde(flatten)]
    redemption: RedemptionView,
    seq: Seq,
}

impl App {
    /// Cancels a redemption: its uses in all, of the customer and of the code go down by one; the day's count, the
    /// budgets and the amounts of the order stay. Once more: the same.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `redemption_not_committed`, `redemption_is_payment`, `unavailable`.
    pub async fn cancel_redemption(&self, mutation: Mutation, id: &str, reason: Reason) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        let id = id.to_owned();
        self.mutate("cancel_redemption", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let before = redemptions::lock_redemption(tx, &id).await?;
                let is_new = before.is_some_and(|before| before.state == "committed");
                match redemptions::cancel_redemption(tx, &id).await? {
                    CancelOutcome::Cancelled(redemption, seq) => {
                        let mut told = redemption_changes("redemption.cancelled", is_new.then_some(&redemption));
                        told.extend(claim_uses("claim.released", is_new.then_some(&redemption)));
                        let answer = Answer::json(200, &Cancelled { redemption: redemption.into(), seq })?;
                        Ok(answer.telling(told).because(reason.0))
                    }
                    CancelOutcome::Payment(_) => Err(Problem::of(ErrorCode::RedemptionIsPayment)),
                    CancelOutcome::NotFound => Err(Problem::of(ErrorCode::NotFound)),
                    CancelOutcome::WrongState(redemption) => {
                        let detail = format!(
                            "The redemption is {}; only one of a placed order is cancelled. Release a reservation instead.",
                            redemption.state
                        );
                        Err(Problem::new(ErrorCode::RedemptionNotCommitted, detail))
                    }
                }
            })
        })
        .await
    }
}
