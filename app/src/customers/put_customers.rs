//! `POST /v1/customers/bulk`: tells the store about many customers.

use serde_json::json;
use tessera_store::Put;
use tessera_store::customers::{self, CustomerRecord};

use super::customer::WholeCustomer;
use crate::answer::Answer;
use crate::bulk::{Bulk, Entry, Outcome, bulk_answer};
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Creates customers or replaces them whole, each by itself; what is wrong with one is told of that one. Nothing is
    /// told of a customer that is as it was.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn put_customers(&self, mutation: Mutation, bulk: Bulk) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Customers)?;
        let entries = bulk.entries(|entry: &WholeCustomer| &entry.id);
        let request_id = mutation.request_id.clone();
        self.mutate("put_customers", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let now = tx.now();
                let record = |entry: &Entry<WholeCustomer>| {
                    let whole = entry.read.as_ref().ok()?.clone();
                    Some(whole.customer.into_record(whole.id, now))
                };
                let records: Vec<CustomerRecord> = entries.iter().filter_map(record).collect();
                let put = customers::put_customers(tx, &records).await?;
                let (mut outcomes, mut told) = (Vec::with_capacity(entries.len()), Vec::new());
                for Entry { id, read } in entries {
                    match read {
                        Err(problem) => outcomes.push(Outcome::refused(id, &problem, &request_id)),
                        Ok(WholeCustomer { id: customer_id, .. }) => {
                            let put = put.get(&customer_id).copied().unwrap_or(Put::Unchanged);
                            outcomes.push(Outcome::done(id, if put == Put::Created { 201 } else { 200 }));
                            if put != Put::Unchanged {
                                let aggregate = format!("customer:{customer_id}");
                                told.push(Change::new("customer.put", aggregate, &json!({ "id": customer_id })));
                            }
                        }
                    }
                }
                Ok(bulk_answer(&outcomes)?.telling(told))
            })
        })
        .await
    }
}
