//! `GET /v1/baskets`: test baskets.

use super::basket::Basket;
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::saved::{SavedView, list};
use crate::start::App;

impl App {
    /// A page of test baskets that the caller may see, the oldest first.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_baskets(&self, caller: &Caller, page: PageRequest) -> Result<Page<SavedView<Basket>>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let (caller, facet) = (caller.clone(), None);
        let found =
            self.inner.store.read(move |tx| Box::pin(async move { list::<Basket>(tx, &caller, facet, &page).await }));
        found.await
    }
}
