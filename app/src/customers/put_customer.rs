//! `PUT /v1/customers/{id}`: tells the store about a customer.

use serde_json::json;
use tessera_store::customers;

use super::customer::{Customer, CustomerView};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Creates a customer (201) or replaces it whole (200).
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn put_customer(&self, mutation: Mutation, id: &str, customer: Customer) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Customers)?;
        let id = id.to_owned();
        self.mutate("put_customer", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let record = customer.into_record(id, tx.now());
                let created = customers::put_customer(tx, &record).await?;
                let told = Change::new("customer.put", format!("customer:{}", record.id), &json!({ "id": record.id }));
                let answer = Answer::json(if created { 201 } else { 200 }, &CustomerView::of(record)?)?;
                Ok(answer.telling([told]))
            })
        })
        .await
    }
}
