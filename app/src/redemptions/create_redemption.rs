//! `POST /v1/redemptions`: prices an order, takes the uses it needs and records it, all or nothing.
//!
//! The cart is priced with facts read before; the unit of work then takes each use with one conditional update and
//! checks that every coupon is still the version that was priced. When it is not, nothing is kept and the order is
//! priced again.

use tessera_store::Tx;
use tessera_store::redemptions::{self, NewOrder, NewRedemption, OrderRecord, RedeemOutcome};

use super::changes::{redemption_changes, replaced_hold};
use super::request::RedemptionRequest;
use crate::answer::Answer;
use crate::attempts::Attempt;
use crate::caller::Scope;
use crate::claims::claim_uses;
use crate::failed_attempts::shopper;
use crate::ids::IdKind;
use crate::mutation::{Mutation, Once};
use crate::orders::{
    NewOrderOf, OrderAnswer, new_order, order_answer, order_placed, refuse_changed_total, refuse_lost_discount, to_text,
};
use crate::problem::{ErrorCode, Problem};
use crate::quotes::{Held, PriceFor, Priced};
use crate::seq::Seq;
use crate::start::App;

impl App {
    /// Places an order with its discounts: reserve and commit in one transaction.
    ///
    /// # Errors
    /// `scope_missing`, `idempotency_key_missing`, `total_changed`, `discount_not_available`, `order_already_committed`,
    /// `renewal_recorded`, `unavailable`.
    pub async fn create_redemption(&self, mutation: Mutation, request: RedemptionRequest) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        let once = self.begin("create_redemption", &mutation).await?;
        let result = self.place(&once, &mutation, &request).await;
        once.settle(result).await
    }

    async fn place(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        request: &RedemptionRequest,
    ) -> Result<Answer, Problem> {
        self.catch_up().await?;
        let mut attempts = self.attempts("create_redemption", &request.order_id);
        loop {
            let priced = match self.price_new_order(request, attempts.is_first_order_taken()).await {
                Ok(priced) => priced,
                Err(problem) => return self.placed_before(once, request, problem).await,
            };
            let attempt = self.commit_order(once, mutation, request, priced).await;
            if let Some(answer) = attempts.judge(attempt).await? {
                return Ok(answer);
            }
        }
    }

    /// The price of an order that is to be held or placed, with what it holds already free to it.
    pub(crate) async fn price_new_order(
        &self,
        request: &RedemptionRequest,
        is_first_order_taken: bool,
    ) -> Result<Priced, Problem> {
        let what_for = PriceFor { is_first_order_taken, ..PriceFor::order(Some(&request.order_id)) };
        let (moment, held) = (self.this_moment(), Held::default());
        let priced = self.price_order(&moment, request.cart.clone(), &request.discounts, &held, what_for).await?;
        let who = shopper(&request.cart, &moment.live.settings);
        self.note_failed_attempts(&priced.quote, &who, &moment.live.settings, moment.at);
        refuse_changed_total(&priced.quote, request.expected_total)?;
        refuse_lost_discount(&priced.quote, request.partial || request.expected_total.is_some())?;
        Ok(priced)
    }

    /// The order a request asks for, as it was priced, with its redemptions.
    pub(crate) fn asked_order(
        &self,
        mutation: &Mutation,
        request: &RedemptionRequest,
        priced: &Priced,
    ) -> (NewOrder, Vec<NewRedemption>) {
        let asked = NewOrderOf {
            order_id: &request.order_id,
            reservation_id: self.new_id(IdKind::Reservation),
            cart: &request.cart,
            discounts: &request.discounts,
            key_id: &mutation.caller.key_id,
        };
        (new_order(asked, priced), self.redemptions_of(priced))
    }

    /// The answer for an order that is there already, where it would be refused now: an order's own use may be the last,
    /// its coupon may have ended since, and it stays placed all the same. Else the refusal.
    pub(crate) async fn placed_before(
        &self,
        once: &Once<'_>,
        request: &RedemptionRequest,
        refusal: Problem,
    ) -> Result<Answer, Problem> {
        let order_id = request.order_id.clone();
        let found = self
            .inner
            .store
            .read(move |tx| {
                Box::pin(async move { redemptions::read_order(tx, &order_id).await.map_err(Problem::from) })
            })
            .await?;
        let Some(stored) = found else { return Err(refusal) };
        let (cart, discounts) = (to_text(&request.cart), to_text(&request.discounts));
        once.commit(move |tx| Box::pin(async move { repeat(tx, &stored, &cart, &discounts, 201).await })).await
    }

    async fn commit_order(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        request: &RedemptionRequest,
        priced: Priced,
    ) -> Result<Answer, Attempt> {
        let (order, redemptions) = self.asked_order(mutation, request, &priced);
        once.commit(move |tx| {
            Box::pin(async move {
                match redemptions::create_redemption(tx, &order, &redemptions).await? {
                    RedeemOutcome::Done { seq, redemptions, replaced } => {
                        let told = [order_placed(&order, &redemptions)];
                        let mut uses = redemption_changes("redemption.committed", &redemptions);
                        uses.extend(claim_uses("claim.used", &redemptions));
                        let answer = order_answer(
                            201,
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
                        let replaced = replaced_hold(replaced, &order.order_id);
                        Ok(answer.telling(told).telling(uses).telling(replaced))
                    }
                    RedeemOutcome::OrderExists(stored) => {
                        Ok(repeat(tx, &stored, &order.cart, &order.discounts, 201).await?)
                    }
                    RedeemOutcome::Refused(refusals) => {
                        tracing::debug!(order_id = %order.order_id, refusals = refusals.len(), "outrun; pricing again");
                        Err(Attempt::of(&refusals))
                    }
                }
            })
        })
        .await
    }
}

/// The answer for an order that was placed before, if it is the same: the cart as the shop sent it and what it
/// presented. What the store knows may have changed since.
pub(crate) async fn repeat(
    tx: &mut Tx<'_>,
    stored: &OrderRecord,
    cart: &str,
    discounts: &str,
    status: u16,
) -> Result<Answer, Problem> {
    if stored.cart != cart || stored.discounts != discounts {
        let detail = format!("The order `{}` was placed with another cart or other discounts.", stored.order_id);
        return Err(Problem::new(ErrorCode::OrderAlreadyCommitted, detail));
    }
    if stored.state != "placed" {
        let detail = format!("The order `{}` is {}; place another one.", stored.order_id, stored.state);
        return Err(Problem::new(ErrorCode::OrderEnded, detail));
    }
    let mut redemptions = redemptions::read_redemptions(tx, &stored.order_id, &stored.reservation_id).await?;
    // What its hold dropped before it was placed was never the order's.
    redemptions.retain(|redemption| redemption.state != "released");
    order_answer(
        status,
        OrderAnswer {
            id: &stored.reservation_id,
            order_id: &stored.order_id,
            state: "committed",
            expires_at: None,
            quote: &stored.quote,
            redemptions,
            seq: Seq::new(),
        },
    )
}
