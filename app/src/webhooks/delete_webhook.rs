//! `DELETE /v1/webhooks/{id}`: sends an endpoint nothing any more.

use serde_json::json;
use tessera_store::webhooks;

use super::list_webhooks::not_found;
use super::view::webhook_change;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Deletes an endpoint with its secret.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn delete_webhook(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Webhooks)?;
        let id = id.to_owned();
        self.mutate("delete_webhook", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let record = webhooks::lock_webhook(tx, &id).await?.ok_or_else(|| not_found(&id))?;
                webhooks::delete_webhook(tx, &id).await?;
                let told = webhook_change("webhook.deleted", &record);
                Ok(Answer::json(200, &json!({ "id": id, "deleted": true }))?.telling([told]))
            })
        })
        .await
    }
}
