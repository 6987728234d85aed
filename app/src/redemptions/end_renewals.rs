//! `POST /v1/redemptions/{id}/end-renewals`: later payments of the subscriptions it began are not discounted.

use serde::Serialize;
use tessera_store::redemptions::{self, EndRenewals};

use super::changes::redemption_changes;
use super::view::RedemptionView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::orders::Reason;
use crate::problem::{ErrorCode, Problem};
use crate::seq::Seq;
use crate::start::App;

#[derive(Serialize)]
struct Ended {
    #[serde(flatten)]
    redemption: RedemptionView,
    seq: Seq,
}

impl App {
    /// Ends the renewals of a redemption. Payments that were made or are held stay as they are. Once more: the same.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `redemption_not_committed`, `unavailable`.
    pub async fn end_renewals(&self, mutation: Mutation, id: &str, reason: Reason) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        let id = id.to_owned();
        self.mutate("end_renewals", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                match redemptions::end_renewals(tx, &id).await? {
                    EndRenewals::Ended(redemption, is_new) => {
                        let told = redemption_changes("redemption.renewals_ended", is_new.then_some(&redemption));
                        let ended = Ended { redemption: redemption.into(), seq: Seq::new() };
                        Ok(Answer::json(200, &ended)?.telling(told).because(reason.0))
                    }
                    EndRenewals::NotFound => Err(Problem::of(ErrorCode::NotFound)),
                    EndRenewals::WrongState(redemption) => {
                        let state = if redemption.pays { "a payment" } else { redemption.state.as_str() };
                        let detail = format!("The redemption is {state}; it is not renewed.");
                        Err(Problem::new(ErrorCode::RedemptionNotCommitted, detail))
                    }
                }
            })
        })
        .await
    }
}
