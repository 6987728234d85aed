//! `POST /v1/reservations/{id}/extend`: lets a hold end later, or sooner.

use std::sync::Arc;

use jiff::SignedDuration;
use tessera_store::{redemptions, reservations};

use super::changes::reservation_changed;
use super::create_reservation::hold_of;
use super::request::ExtendRequest;
use super::state::{Found, hold_answer, is_over, is_placed, lock};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::seq::Seq;
use crate::start::App;

/// No hold lives longer in all. `docs/MODEL.md` section 9.
const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);

impl App {
    /// Sets the end of a hold to so many seconds from now, at most 7 days after it began.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_body`, `reservation_expired`, `reservation_released`,
    /// `order_already_committed`, `unavailable`.
    pub async fn extend_reservation(
        &self,
        mutation: Mutation,
        id: &str,
        request: ExtendRequest,
    ) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        let (id, settings) = (id.to_owned(), Arc::clone(&self.live().settings));
        self.mutate("extend_reservation", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                // Settings may have changed since a first call with the key: its answer is found by now.
                let hold = hold_of(&settings, Some(request.hold_seconds))?;
                let mut held = match lock(tx, &id).await? {
                    Found::Live(held) => held,
                    Found::Over(_, state) => return Err(is_over(state)),
                    Found::Placed(order) => return Err(is_placed(&order)),
                };
                let latest = held.held_at + LONGEST;
                held.expires_at = (tx.now() + hold).min(latest);
                reservations::extend_reservation(tx, &held.order_id, &id, held.expires_at).await?;
                let redemptions = redemptions::read_redemptions(tx, &held.order_id, &id).await?;
                let redemptions: Vec<_> =
                    redemptions.into_iter().filter(|redemption| redemption.state == "held").collect();
                let told = reservation_changed("reservation.extended", &held, "held", &redemptions);
                Ok(hold_answer(200, &held, "held", redemptions, Seq::new())?.telling([told]))
            })
        })
        .await
    }
}
