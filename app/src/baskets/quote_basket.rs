//! `POST /v1/baskets/{id}/quote`: prices a test basket now.

use tessera_engine::Quote;

use super::basket::Basket;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::saved::{find, stored};
use crate::start::App;

impl App {
    /// Prices a test basket with the live coupons. Changes nothing.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn quote_basket(&self, caller: &Caller, id: &str) -> Result<Quote, Problem> {
        caller.require(Scope::Quotes)?;
        let (reader, id) = (caller.clone(), id.to_owned());
        let found = self.inner.store.read(move |tx| Box::pin(async move { find::<Basket>(tx, &reader, &id).await }));
        let basket: Basket = stored(&found.await?)?;
        self.create_quote(caller, basket.request()?).await
    }
}
