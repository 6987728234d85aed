//! `POST /v1/webhooks`: sends events to an endpoint from now on.

use tessera_store::webhooks::{self, WebhookRecord};

use super::request::NewWebhook;
use super::signature::new_secret;
use super::view::{CreatedWebhook, webhook_change};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Makes an endpoint. It gets what happens from now on; the answer shows its secret, this once.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn create_webhook(&self, mutation: Mutation, new: NewWebhook) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Webhooks)?;
        // What happened before has its place, so that only what comes is sent.
        self.seal().await?;
        let (id, secret) = (self.new_id(IdKind::Webhook), new_secret(self.inner.randomness.as_ref()));
        self.mutate("create_webhook", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let now = tx.now();
                let record = WebhookRecord {
                    id,
                    url: new.url,
                    description: new.description,
                    types: new.types,
                    secret,
                    previous_secret: None,
                    state: "active".to_owned(),
                    position: webhooks::last_position(tx).await?,
                    attempts: 0,
                    failing_since: None,
                    next_at: now,
                    last_at: None,
                    last_status: None,
                    last_error: None,
                    created_at: now,
                    updated_at: now,
                };
                webhooks::insert_webhook(tx, &record).await?;
                let told = webhook_change("webhook.created", &record);
                let secret = record.secret.clone();
                Ok(Answer::json(201, &CreatedWebhook { webhook: record.into(), secret })?.telling([told]))
            })
        })
        .await
    }
}
