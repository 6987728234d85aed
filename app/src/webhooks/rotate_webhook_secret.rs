//! `POST /v1/webhooks/{id}/rotate-secret`: gives an endpoint another secret.

use jiff::SignedDuration;
use tessera_store::webhooks;

use super::list_webhooks::not_found;
use super::signature::new_secret;
use super::view::{CreatedWebhook, webhook_change};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

/// How long the secret before signs too.
const OVERLAP: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// Makes a new secret, shown this once. For a day both sign, so that the receiver can change without losing any.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn rotate_webhook_secret(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Webhooks)?;
        let (id, secret) = (id.to_owned(), new_secret(self.inner.randomness.as_ref()));
        self.mutate("rotate_webhook_secret", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let mut record = webhooks::lock_webhook(tx, &id).await?.ok_or_else(|| not_found(&id))?;
                let before = std::mem::replace(&mut record.secret, secret.clone());
                record.previous_secret = Some((before, tx.now() + OVERLAP));
                record.updated_at = tx.now();
                webhooks::update_webhook(tx, &record).await?;
                let told = webhook_change("webhook.secret_rotated", &record);
                Ok(Answer::json(200, &CreatedWebhook { webhook: record.into(), secret })?.telling([told]))
            })
        })
        .await
    }
}
