//! `GET /v1/baskets/{id}`: a test basket.

use super::basket::Basket;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::saved::{SavedView, find, view_of};
use crate::start::App;

impl App {
    /// A test basket that the caller may see.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_basket(&self, caller: &Caller, id: &str) -> Result<SavedView<Basket>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let (caller, id) = (caller.clone(), id.to_owned());
        let found = self.inner.store.read(move |tx| Box::pin(async move { find::<Basket>(tx, &caller, &id).await }));
        view_of(found.await?)
    }
}
