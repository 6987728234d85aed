//! `GET /v1/customers`: customers by id, searched by name, e-mail or id.

use tessera_store::customers;

use super::customer::CustomerView;
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// A page of customers, by id.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_customers(
        &self,
        caller: &Caller,
        q: Option<String>,
        page: PageRequest,
    ) -> Result<Page<CustomerView>, Problem> {
        caller.require(Scope::Customers)?;
        let found = self
            .inner
            .store
            .read(move |tx| {
                Box::pin(async move {
                    customers::list_customers(tx, q.as_deref(), page.limit, page.cursor.as_deref())
                        .await
                        .map_err(Problem::from)
                })
            })
            .await?;
        let data = found.data.into_iter().map(CustomerView::of).collect::<Result<_, _>>()?;
        Ok(Page { data, next_cursor: found.next_cursor })
    }
}
