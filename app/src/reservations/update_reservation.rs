//! `PUT /v1/reservations/{id}`: lets a hold follow another cart, all or nothing.

use tessera_store::redemptions::{self, RedeemOutcome, RedemptionRecord};
use tessera_store::reservations::{self, ReservationRecord};

use super::changes::reservation_changed;
use super::request::UpdateRequest;
use super::state::{Found, hold_answer, is_over, is_placed, lock, look, read_cart};
use crate::answer::Answer;
use crate::attempts::Attempt;
use crate::caller::Scope;
use crate::mutation::{Mutation, Once};
use crate::orders::{NewOrderOf, new_order, refuse_changed_total, refuse_lost_discount};
use crate::problem::Problem;
use crate::quotes::{Held, PriceFor, Priced};
use crate::start::App;

impl App {
    /// Prices another cart for a hold and moves what is held to it. Coupons that are held keep their version; others
    /// come at the version of now.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `total_changed`, `discount_not_available`, `reservation_expired`,
    /// `reservation_released`, `order_already_committed`, `unavailable`.
    pub async fn update_reservation(
        &self,
        mutation: Mutation,
        id: &str,
        request: UpdateRequest,
    ) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        let once = self.begin("update_reservation", &mutation).await?;
        let result = self.move_hold(&once, &mutation, id, &request).await;
        once.settle(result).await
    }

    async fn move_hold(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        id: &str,
        request: &UpdateRequest,
    ) -> Result<Answer, Problem> {
        self.catch_up().await?;
        let mut attempts = self.attempts("update_reservation", id);
        loop {
            let (record, held) = self.read_live_hold(id).await?;
            let moment = self.this_moment();
            let is_checked = read_cart(&record)?.billing == request.cart.billing;
            let held = Held { is_checked, ..self.load_held(&moment, held).await? };
            let what_for = PriceFor {
                is_first_order_taken: attempts.is_first_order_taken(),
                ..PriceFor::order(Some(&record.order_id))
            };
            let priced = self.price_order(&moment, request.cart.clone(), &request.discounts, &held, what_for).await?;
            refuse_changed_total(&priced.quote, request.expected_total)?;
            refuse_lost_discount(&priced.quote, request.partial || request.expected_total.is_some())?;
            let attempt = self.write_hold(once, mutation, record, request, priced).await;
            if let Some(answer) = attempts.judge(attempt).await? {
                return Ok(answer);
            }
        }
    }

    /// A reservation that holds, with what it holds; not locked: what is written is checked again.
    pub(super) async fn read_live_hold(&self, id: &str) -> Result<(ReservationRecord, Vec<RedemptionRecord>), Problem> {
        let id = id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let held = match look(tx, &id).await? {
                    Found::Live(held) => held,
                    Found::Over(_, state) => return Err(is_over(state)),
                    Found::Placed(order) => return Err(is_placed(&order)),
                };
                let mut redemptions = redemptions::read_redemptions(tx, &held.order_id, &id).await?;
                redemptions.retain(|redemption| redemption.state == "held");
                Ok((*held, redemptions))
            })
        });
        found.await
    }

    async fn write_hold(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        priced_for: ReservationRecord,
        request: &UpdateRequest,
        priced: Priced,
    ) -> Result<Answer, Attempt> {
        let redemptions = self.redemptions_of(&priced);
        let order = new_order(
            NewOrderOf {
                order_id: &priced_for.order_id,
                reservation_id: priced_for.id.clone(),
                cart: &request.cart,
                discounts: &request.discounts,
                key_id: &mutation.caller.key_id,
            },
            &priced,
        );
        once.commit(move |tx| {
            Box::pin(async move {
                let mut held = match lock(tx, &priced_for.id).await? {
                    Found::Live(held) => held,
                    Found::Over(_, state) => return Err(is_over(state).into()),
                    Found::Placed(order) => return Err(is_placed(&order).into()),
                };
                if held.order != priced_for.order {
                    return Err(Attempt::Outrun);
                }
                match reservations::update_reservation(tx, &held, &order, &redemptions).await? {
                    RedeemOutcome::Done { seq, redemptions, .. } => {
                        held.order = order;
                        let told = reservation_changed("reservation.updated", &held, "held", &redemptions);
                        Ok(hold_answer(200, &held, "held", redemptions, seq)?.telling([told]))
                    }
                    RedeemOutcome::OrderExists(order) => Err(is_placed(&order).into()),
                    RedeemOutcome::Refused(refusals) => Err(Attempt::of(&refusals)),
                }
            })
        })
        .await
    }
}
