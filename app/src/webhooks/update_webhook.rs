//! `PATCH /v1/webhooks/{id}`: changes an endpoint, stops it or starts it again.

use tessera_store::webhooks;

use super::list_webhooks::not_found;
use super::request::WebhookPatch;
use super::view::{WebhookView, webhook_change};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Changes an endpoint. Enabled again, it goes on with the event it stopped at.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn update_webhook(&self, mutation: Mutation, id: &str, patch: WebhookPatch) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Webhooks)?;
        let id = id.to_owned();
        self.mutate("update_webhook", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let before = webhooks::lock_webhook(tx, &id).await?.ok_or_else(|| not_found(&id))?;
                let mut after = before.clone();
                if let Some(url) = patch.url {
                    after.url = url;
                }
                if let Some(description) = patch.description {
                    after.description = description;
                }
                if let Some(types) = patch.types {
                    after.types = types;
                }
                match patch.enabled {
                    Some(false) => "disabled".clone_into(&mut after.state),
                    Some(true) => {
                        "active".clone_into(&mut after.state);
                        (after.attempts, after.failing_since, after.next_at) = (0, None, tx.now());
                    }
                    None => {}
                }
                if (&after.url, &after.description, &after.types, &after.state)
                    == (&before.url, &before.description, &before.types, &before.state)
                {
                    return Answer::json(200, &WebhookView::from(before));
                }
                after.updated_at = tx.now();
                webhooks::update_webhook(tx, &after).await?;
                let told = webhook_change("webhook.updated", &after);
                Ok(Answer::json(200, &WebhookView::from(after))?.telling([told]))
            })
        })
        .await
    }
}
