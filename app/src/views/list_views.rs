//! `GET /v1/views`: views of lists.

use super::list_view::{List, ListView};
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::saved::{SavedView, list};
use crate::start::App;

impl App {
    /// A page of views of lists that the caller may see, the oldest first.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_views(
        &self,
        caller: &Caller,
        of: Option<List>,
        page: PageRequest,
    ) -> Result<Page<SavedView<ListView>>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let (caller, facet) = (caller.clone(), of.map(|list| list.word().to_owned()));
        let found =
            self.inner.store.read(move |tx| Box::pin(async move { list::<ListView>(tx, &caller, facet, &page).await }));
        found.await
    }
}
