//! `GET /v1/customers/{id}`: one customer.

use tessera_store::customers;

use super::customer::CustomerView;
use crate::caller::{Caller, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// One customer.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_customer(&self, caller: &Caller, id: &str) -> Result<CustomerView, Problem> {
        caller.require(Scope::Customers)?;
        let wanted = id.to_owned();
        let record = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { customers::read_customer(tx, &wanted).await.map_err(Problem::from) }))
            .await?
            .ok_or_else(|| not_found(id))?;
        CustomerView::of(record)
    }
}

/// There is no such customer.
pub(super) fn not_found(id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no customer `{id}`."))
}
