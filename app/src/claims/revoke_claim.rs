//! `POST /v1/claims/{id}/revoke`: takes a claim back.

use std::sync::Arc;

use tessera_store::claims::{self, RevokeClaim};

use super::changes::claim_changed;
use super::create_claim::view_of;
use super::read_claim::not_found;
use crate::answer::Answer;
use crate::caller::{KeyKind, Scope};
use crate::mutation::{After, Mutation};
use crate::orders::Reason;
use crate::problem::{ErrorCode, Problem};
use crate::seq::Seq;
use crate::start::App;

impl App {
    /// Takes a claim back: it unlocks nothing any more, a reservation that holds it included. It counts against the
    /// coupon's stock and the customer's limit all the same. Once more: the same.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `claim_used`, `unavailable`.
    pub async fn revoke_claim(&self, mutation: Mutation, id: &str, reason: Reason) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Claims)?;
        let id = id.to_owned();
        let settings = Arc::clone(&self.live().settings);
        self.mutate("revoke_claim", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                match claims::revoke_claim(tx, &id).await? {
                    RevokeClaim::NotFound => Err(not_found(&id)),
                    RevokeClaim::Used(_) => Err(Problem::of(ErrorCode::ClaimUsed)),
                    RevokeClaim::Revoked(record, is_new) => {
                        let told = is_new.then(|| claim_changed("claim.revoked", &record));
                        let seq = if is_new { Seq::from([(record.id.clone(), record.seq)]) } else { Seq::new() };
                        let view = view_of(tx, record, &settings, None, KeyKind::Secret).await?.changed(seq);
                        Ok(Answer::json(200, &view)?.telling(told).because(reason.0))
                    }
                }
            })
        })
        .await
    }
}
