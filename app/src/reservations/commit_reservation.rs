//! `POST /v1/reservations/{id}/commit`: makes a hold the order it is for.
//!
//! Without another cart nothing is priced: what was held is what is placed, whatever became of the coupons since. Only
//! a code that was voided or a claim that was revoked meanwhile is lost; the cart is then priced again without it.

use tessera_engine::cart::{Cart, PresentedDiscounts};
use tessera_store::redemptions::{self, OrderRecord, RedeemOutcome, RedemptionRecord};
use tessera_store::reservations::{self, ReservationRecord};
use tessera_store::{StoreError, claims, codes};

use super::changes::reservation_changed;
use super::request::CommitRequest;
use super::state::{Found, is_over, lock, look, read_cart};
use crate::answer::Answer;
use crate::attempts::Attempt;
use crate::caller::Scope;
use crate::claims::claim_uses;
use crate::mutation::{Mutation, Once};
use crate::orders::{
    NewOrderOf, OrderAnswer, new_order, order_answer, order_placed, refuse_changed_total, refuse_lost_discount, to_text,
};
use crate::problem::{ErrorCode, Problem};
use crate::quotes::{Held, Moment, PriceFor, Priced};
use crate::redemptions::{redemption_changes, repeat};
use crate::start::App;

/// What is found of a reservation before anything is locked.
enum Hold {
    Live(Box<ReservationRecord>, Vec<RedemptionRecord>, bool),
    Placed(Box<OrderRecord>),
}

impl App {
    /// Places the order of a hold. Once more with the same cart: the same answer.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `total_changed`, `discount_not_available`, `reservation_expired`,
    /// `reservation_released`, `order_already_committed`, `unavailable`.
    pub async fn commit_reservation(
        &self,
        mutation: Mutation,
        id: &str,
        request: CommitRequest,
    ) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        let once = self.begin("commit_reservation", &mutation).await?;
        let result = self.commit_hold(&once, &mutation, id, &request).await;
        once.settle(result).await
    }

    async fn commit_hold(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        id: &str,
        request: &CommitRequest,
    ) -> Result<Answer, Problem> {
        let mut attempts = self.attempts("commit_reservation", id);
        loop {
            let (record, held, is_void) = match self.find_hold(id).await? {
                Hold::Live(record, held, is_void) => (*record, held, is_void),
                Hold::Placed(order) => return self.committed_before(once, *order, request).await,
            };
            if is_void {
                // Which code it was, another node may have been told.
                self.catch_up().await?;
            }
            let is_same = request.cart.as_ref().is_none_or(|cart| to_text(cart) == record.order.cart);
            let changed = if is_same && !is_void {
                refuse_other_total(&record, request.expected_total)?;
                None
            } else {
                Some(self.price_hold(mutation, &record, held, request).await?)
            };
            let attempt = self.place_hold(once, record, changed).await;
            if let Some(answer) = attempts.judge(attempt).await? {
                return Ok(answer);
            }
        }
    }

    /// The reservation, what it holds, and whether a code of it was voided or a claim revoked since.
    async fn find_hold(&self, id: &str) -> Result<Hold, Problem> {
        let id = id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let held = match look(tx, &id).await? {
                    Found::Live(held) => held,
                    Found::Over(_, state) => return Err(is_over(state)),
                    Found::Placed(order) => return Ok(Hold::Placed(order)),
                };
                let mut redemptions = redemptions::read_redemptions(tx, &held.order_id, &id).await?;
                redemptions.retain(|redemption| redemption.state == "held");
                let mut is_void = false;
                for code_id in redemptions.iter().filter_map(|redemption| redemption.code_id.as_deref()) {
                    is_void |= codes::read_code(tx, code_id).await?.is_none_or(|code| code.state == "void");
                }
                for claim_id in redemptions.iter().filter_map(|redemption| redemption.claim_id.as_deref()) {
                    is_void |= claims::read_claim(tx, claim_id).await?.is_none_or(|claim| claim.state == "revoked");
                }
                Ok::<_, Problem>(Hold::Live(held, redemptions, is_void))
            })
        });
        found.await
    }

    /// The price of a hold's cart, or of another, with the coupons that are held and no others.
    async fn price_hold(
        &self,
        mutation: &Mutation,
        record: &ReservationRecord,
        held: Vec<RedemptionRecord>,
        request: &CommitRequest,
    ) -> Result<Changed, Problem> {
        let moment = Moment { at: record.held_at, ..self.this_moment() };
        let before = read_cart(record)?;
        let cart = request.cart.clone().unwrap_or_else(|| before.clone());
        let is_checked = cart.billing == before.billing;
        let held = Held { is_alone: true, is_checked, ..self.load_held(&moment, held).await? };
        let (discounts, what_for) = (held.presented(), PriceFor::order(Some(&record.order_id)));
        let priced = self.price_order(&moment, cart.clone(), &discounts, &held, what_for).await?;
        refuse_changed_total(&priced.quote, request.expected_total)?;
        refuse_lost_discount(&priced.quote, request.expected_total.is_some())?;
        Ok(self.changed(mutation, record, &cart, &priced))
    }

    fn changed(&self, mutation: &Mutation, record: &ReservationRecord, cart: &Cart, priced: &Priced) -> Changed {
        let discounts = tessera_engine::from_json::<PresentedDiscounts>(record.order.discounts.as_bytes());
        let order = new_order(
            NewOrderOf {
                order_id: &record.order_id,
                reservation_id: record.id.clone(),
                cart,
                discounts: &discounts.unwrap_or_default(),
                key_id: &mutation.caller.key_id,
            },
            priced,
        );
        Changed { order, redemptions: self.redemptions_of(priced) }
    }

    async fn place_hold(
        &self,
        once: &Once<'_>,
        priced_for: ReservationRecord,
        changed: Option<Changed>,
    ) -> Result<Answer, Attempt> {
        once.commit(move |tx| {
            Box::pin(async move {
                let held = match lock(tx, &priced_for.id).await? {
                    Found::Live(held) => held,
                    Found::Over(_, state) => return Err(is_over(state).into()),
                    Found::Placed(_) => return Err(Attempt::Outrun),
                };
                if held.order != priced_for.order {
                    return Err(Attempt::Outrun);
                }
                let order = changed.as_ref().map_or(&held.order, |changed| &changed.order);
                let changed = changed.as_ref().map(|changed| (&changed.order, changed.redemptions.as_slice()));
                match reservations::commit_reservation(tx, &held, changed).await? {
                    RedeemOutcome::Done { seq, redemptions, .. } => {
                        let told = reservation_changed("reservation.committed", &held, "committed", &redemptions);
                        let told = [told, order_placed(order, &redemptions)];
                        let mut uses = redemption_changes("redemption.committed", &redemptions);
                        uses.extend(claim_uses("claim.used", &redemptions));
                        let answer = order_answer(
                            200,
                            OrderAnswer {
                                id: &order.reservation_id,
                                order_id: &order.order_id,
                                state: "committed",
                                expires_at: None,
                                quote: &order.quote,
                                redemptions,
                                seq,
                            },
                        )?;
                        Ok(answer.telling(told).telling(uses))
                    }
                    RedeemOutcome::OrderExists(order) => {
                        let detail = format!("The order `{}` was placed with another reservation.", order.order_id);
                        Err(Problem::new(ErrorCode::OrderAlreadyCommitted, detail).into())
                    }
                    RedeemOutcome::Refused(refusals) => Err(Attempt::of(&refusals)),
                }
            })
        })
        .await
    }

    /// The answer for a hold that became an order before, if it is the same cart.
    async fn committed_before(
        &self,
        once: &Once<'_>,
        order: OrderRecord,
        request: &CommitRequest,
    ) -> Result<Answer, Problem> {
        let cart = request.cart.as_ref().map_or_else(|| order.cart.clone(), to_text);
        let discounts = order.discounts.clone();
        once.commit(move |tx| Box::pin(async move { repeat(tx, &order, &cart, &discounts, 200).await })).await
    }
}

/// The order as it was priced again.
#[derive(Clone)]
struct Changed {
    order: redemptions::NewOrder,
    redemptions: Vec<redemptions::NewRedemption>,
}

/// What is held is what is placed: another total than the one held at changes nothing.
fn refuse_other_total(record: &ReservationRecord, expected: Option<i64>) -> Result<(), Problem> {
    match expected {
        Some(expected) if expected != record.order.total => {
            let detail = format!("The total is {}, not {expected}. Nothing was changed.", record.order.total);
            let quote = serde_json::from_str(&record.order.quote)
                .map_err(|_| StoreError::Corrupt("a stored quote cannot be read".to_owned()))?;
            Err(Problem::new(ErrorCode::TotalChanged, detail).with("quote", quote))
        }
        _ => Ok(()),
    }
}
