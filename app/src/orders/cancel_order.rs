//! `POST /v1/orders/{order_id}/cancel`: the order was none.

use std::collections::BTreeSet;

use tessera_store::redemptions;

use super::changes::order_changed;
use super::priced_document::{PricedDocument, bought_lines};
use super::read_order::{found, order_document};
use super::refusals::refuse_past;
use super::request::Reason;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::claims::claim_uses;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::redemptions::redemption_changes;
use crate::seq::Seq;
use crate::start::App;

impl App {
    /// Cancels an order: every use, budget and balance comes back, and the customer's first order is free again. A day's
    /// count stays. Once more: the same.
    ///
    /// # Errors
    /// `scope_missing`, `order_unknown`, `order_ended` when it was wholly refunded, `unavailable`.
    pub async fn cancel_order(&self, mutation: Mutation, order_id: &str, reason: Reason) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        let order_id = order_id.to_owned();
        self.mutate("cancel_order", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let Some(order) = redemptions::lock_order(tx, &order_id).await? else {
                    return Err(Problem::of(ErrorCode::OrderUnknown));
                };
                refuse_past(&order)?;
                let (seq, uses, is_new) = match order.state.as_str() {
                    "placed" => {
                        let lines = bought_lines(&PricedDocument::read(&order)?.cart(&order)?);
                        let before = redemptions::read_redemptions(tx, &order_id, &order.reservation_id).await?;
                        let cancelled = before.into_iter().filter(|one| !one.counts).map(|one| one.id);
                        let cancelled_before: BTreeSet<String> = cancelled.collect();
                        let ended = redemptions::cancel_order(tx, &order, &lines, "cancelled", &|_| true).await?;
                        let back = ended.redemptions.iter().filter(|one| ended.restored.contains(&one.id));
                        let mut uses = redemption_changes("redemption.cancelled", back.clone());
                        // One that was cancelled by itself gave its claim back then.
                        let released = back.filter(|one| !cancelled_before.contains(&one.id));
                        uses.extend(claim_uses("claim.released", released));
                        (ended.seq, uses, true)
                    }
                    "cancelled" => (Seq::new(), Vec::new(), false),
                    state => return Err(Problem::new(ErrorCode::OrderEnded, format!("The order is {state}."))),
                };
                let order = redemptions::read_order(tx, &order_id).await?;
                let order = order.ok_or_else(|| Problem::of(ErrorCode::OrderUnknown))?;
                let found = found(tx, order).await?;
                let told = is_new.then(|| order_changed("order.cancelled", &found.order, &found.redemptions));
                Ok(order_document(&found, Some(seq))?.telling(told).telling(uses).because(reason.0))
            })
        })
        .await
    }
}
