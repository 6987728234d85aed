//! `POST /v1/webhooks/{id}/replay`: sends an endpoint again what it was sent before.

use tessera_store::webhooks;

use super::list_webhooks::not_found;
use super::request::Replay;
use super::view::{WebhookView, webhook_change};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Sends events again from an instant or an event on, with the ids they had. A disabled endpoint is enabled by it.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn replay_webhook(&self, mutation: Mutation, id: &str, replay: Replay) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Webhooks)?;
        self.seal().await?;
        let id = id.to_owned();
        self.mutate("replay_webhook", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let mut record = webhooks::lock_webhook(tx, &id).await?.ok_or_else(|| not_found(&id))?;
                let from = replay.from.as_ref().map(|at| *at).map_err(String::as_str);
                record.position = match (webhooks::first_position(tx, from).await?, &replay.from) {
                    (Some(position), _) => position.saturating_sub(1),
                    (None, Ok(_)) => webhooks::last_position(tx).await?,
                    (None, Err(event)) => {
                        return Err(Problem::new(ErrorCode::NotFound, format!("There is no event `{event}`.")));
                    }
                };
                "active".clone_into(&mut record.state);
                (record.attempts, record.failing_since, record.next_at) = (0, None, tx.now());
                record.updated_at = tx.now();
                webhooks::update_webhook(tx, &record).await?;
                let told = webhook_change("webhook.replayed", &record);
                Ok(Answer::json(200, &WebhookView::from(record))?.telling([told]))
            })
        })
        .await
    }
}
