//! `GET /v1/categories`: categories by id.

use tessera_store::categories;

use super::category::CategoryView;
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// A page of categories, by id.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_categories(&self, caller: &Caller, page: PageRequest) -> Result<Page<CategoryView>, Problem> {
        caller.require(Scope::Catalogue)?;
        let found = self
            .inner
            .store
            .read(move |tx| {
                Box::pin(async move {
                    categories::list_categories(tx, page.limit, page.cursor.as_deref()).await.map_err(Problem::from)
                })
            })
            .await?;
        Ok(Page { data: found.data.into_iter().map(CategoryView::from).collect(), next_cursor: found.next_cursor })
    }
}
