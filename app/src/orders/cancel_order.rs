//! `POST /v1/orders/{order_id}/cancel`: the order was none.

use tessera_store::redemptions;

use super::priced_document::{PricedDocument, bought_lines};
use super::read_order::{found, order_document};
use super::request::Reason;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::seq::Seq;
use crate::start::App;

impl App {
    /// Cancels an order: every use, budget and balance comes back, and the customer's first order is free again. A day's
    /// count stays. Once more: the same.
    ///
    /// # Errors
    /// `scope_missing`, `order_unknown`, `order_ended` when it was wholly refunded, `unavailable`.
    pub async fn cancel_order(&self, mutation: Mutation, order_id: &str, _reason: Reason) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        let order_id = order_id.to_owned();
        self.mutate(mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let Some(order) = redemptions::lock_order(tx, &order_id).await? else {
                    return Err(Problem::of(ErrorCode::OrderUnknown));
                };
                let seq = match order.state.as_str() {
                    "placed" => {
                        let lines = bought_lines(&PricedDocument::read(&order)?.cart(&order)?);
                        redemptions::cancel_order(tx, &order, &lines, "cancelled", &|_| true).await?.seq
                    }
                    "cancelled" => Seq::new(),
                    state => return Err(Problem::new(ErrorCode::OrderEnded, format!("The order is {state}."))),
                };
                let order = redemptions::read_order(tx, &order_id).await?;
                let order = order.ok_or_else(|| Problem::of(ErrorCode::OrderUnknown))?;
                order_document(&found(tx, order).await?, Some(seq))
            })
        })
        .await
    }
}
