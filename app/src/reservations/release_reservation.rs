//! `POST /v1/reservations/{id}/release`: gives back what is held.

use tessera_store::{redemptions, reservations};

use super::changes::reservation_changed;
use super::state::{Found, hold_answer, is_over, is_placed, lock};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::seq::Seq;
use crate::start::App;

impl App {
    /// Gives back what a reservation holds. Once more: the same.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `reservation_expired`, `order_already_committed`, `unavailable`.
    pub async fn release_reservation(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        let id = id.to_owned();
        self.mutate("release_reservation", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let (held, seq, is_new) = match lock(tx, &id).await? {
                    Found::Live(held) => {
                        let seq = reservations::release_reservation(tx, &held, "released").await?;
                        (held, seq, true)
                    }
                    Found::Over(held, "released") => (held, Seq::new(), false),
                    Found::Over(_, state) => return Err(is_over(state)),
                    Found::Placed(order) => return Err(is_placed(&order)),
                };
                let redemptions = redemptions::read_redemptions(tx, &held.order_id, &id).await?;
                let told = is_new.then(|| reservation_changed("reservation.released", &held, "released", &redemptions));
                Ok(hold_answer(200, &held, "released", redemptions, seq)?.telling(told))
            })
        })
        .await
    }
}
