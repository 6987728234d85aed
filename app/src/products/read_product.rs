//! `GET /v1/products/{id}`: one product.

use tessera_store::products;

use super::product::Product;
use crate::caller::{Caller, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// One product.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_product(&self, caller: &Caller, id: &str) -> Result<Product, Problem> {
        caller.require(Scope::Catalogue)?;
        let wanted = id.to_owned();
        let record = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { products::read_product(tx, &wanted).await.map_err(Problem::from) }))
            .await?
            .ok_or_else(|| Problem::new(ErrorCode::NotFound, format!("There is no product `{id}`.")))?;
        Product::of_record(&record).ok_or_else(|| Problem::of(ErrorCode::Internal))
    }
}
