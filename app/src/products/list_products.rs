//! `GET /v1/products`: products by id.

use tessera_store::products;

use super::product::Product;
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// A page of products, by id.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_products(&self, caller: &Caller, page: PageRequest) -> Result<Page<Product>, Problem> {
        caller.require(Scope::Catalogue)?;
        let found = self
            .inner
            .store
            .read(move |tx| {
                Box::pin(async move {
                    products::list_products(tx, page.limit, page.cursor.as_deref()).await.map_err(Problem::from)
                })
            })
            .await?;
        let data = found.data.iter().filter_map(Product::of_record).collect();
        Ok(Page { data, next_cursor: found.next_cursor })
    }
}
