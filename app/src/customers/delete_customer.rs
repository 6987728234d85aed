//! `DELETE /v1/customers/{id}`: forgets a customer. Redemptions and their counts stay.

use serde_json::json;
use tessera_store::customers;

use super::read_customer::not_found;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Forgets what the store knows of a customer.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn delete_customer(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Customers)?;
        let id = id.to_owned();
        self.mutate("delete_customer", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                if !customers::delete_customer(tx, &id).await? {
                    return Err(not_found(&id));
                }
                let told = Change::new("customer.deleted", format!("customer:{id}"), &json!({ "id": id }));
                Ok(Answer::json(200, &json!({ "id": id, "deleted": true }))?.telling([told]))
            })
        })
        .await
    }
}
