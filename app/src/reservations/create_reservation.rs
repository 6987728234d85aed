//! `POST /v1/reservations`: prices an order and holds what it needs, all or nothing.

use jiff::SignedDuration;
use tessera_engine::FieldError;
use tessera_store::redemptions::RedeemOutcome;
use tessera_store::reservations;

use super::changes::reservation_changed;
use super::request::ReservationRequest;
use super::state::hold_answer;
use crate::answer::Answer;
use crate::attempts::Attempt;
use crate::caller::Scope;
use crate::mutation::{Mutation, Once};
use crate::problem::{ErrorCode, Problem};
use crate::quotes::Priced;
use crate::redemptions::{RedemptionRequest, repeat, replaced_hold};
use crate::settings::StoreSettings;
use crate::start::App;

impl App {
    /// Holds what an order will use. A second hold of the same order takes the place of the first.
    ///
    /// # Errors
    /// `scope_missing`, `renewal_recorded`, `invalid_body` for a time out of the store's bounds,
    /// `total_changed`, `discount_not_available`, `order_already_committed`, `too_many_holds`, `unavailable`.
    pub async fn create_reservation(&self, mutation: Mutation, request: ReservationRequest) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        let once = self.begin("create_reservation", &mutation).await?;
        let result = self.hold(&once, &mutation, &request).await;
        once.settle(result).await
    }

    async fn hold(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        request: &ReservationRequest,
    ) -> Result<Answer, Problem> {
        let hold = hold_of(&self.live().settings, request.hold_seconds)?;
        let request = &request.order;
        self.catch_up().await?;
        let mut attempts = self.attempts("create_reservation", &request.order_id);
        loop {
            let priced = match self.price_new_order(request, attempts.is_first_order_taken()).await {
                Ok(priced) => priced,
                Err(problem) => return self.placed_before(once, request, problem).await,
            };
            let attempt = self.hold_order(once, mutation, request, priced, hold).await;
            if let Some(answer) = attempts.judge(attempt).await? {
                return Ok(answer);
            }
        }
    }

    async fn hold_order(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        request: &RedemptionRequest,
        priced: Priced,
        hold: SignedDuration,
    ) -> Result<Answer, Attempt> {
        let (order, redemptions) = self.asked_order(mutation, request, &priced);
        once.commit(move |tx| {
            Box::pin(async move {
                match reservations::create_reservation(tx, &order, &redemptions, hold).await? {
                    RedeemOutcome::Done { seq, redemptions, replaced } => {
                        let held = reservations::read_reservation(tx, &order.reservation_id).await?;
                        let held = held.ok_or_else(|| Problem::of(ErrorCode::Internal))?;
                        let told = reservation_changed("reservation.held", &held, "held", &redemptions);
                        let replaced = replaced_hold(replaced, &held.order_id);
                        Ok(hold_answer(201, &held, "held", redemptions, seq)?.telling([told]).telling(replaced))
                    }
                    RedeemOutcome::OrderExists(stored) => {
                        Ok(repeat(tx, &stored, &order.cart, &order.discounts, 201).await?)
                    }
                    RedeemOutcome::Refused(refusals) => Err(Attempt::of(&refusals)),
                }
            })
        })
        .await
    }
}

/// For how long to hold, within the store's bounds.
pub(super) fn hold_of(settings: &StoreSettings, asked: Option<i64>) -> Result<SignedDuration, Problem> {
    let most = settings.max_hold_seconds;
    match asked {
        None => Ok(SignedDuration::from_secs(settings.hold_seconds)),
        Some(seconds) if seconds <= most => Ok(SignedDuration::from_secs(seconds)),
        Some(seconds) => Err(Problem::fields(vec![FieldError {
            pointer: "/hold_seconds".to_owned(),
            code: "out_of_range",
            detail: format!("{seconds} is more than the store's `max_hold_seconds`, {most}"),
        }])),
    }
}
