//! `GET /v1/categories/{id}`: one category.

use tessera_store::categories;

use super::category::CategoryView;
use crate::caller::{Caller, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// One category.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_category(&self, caller: &Caller, id: &str) -> Result<CategoryView, Problem> {
        caller.require(Scope::Catalogue)?;
        let wanted = id.to_owned();
        self.inner
            .store
            .read(move |tx| {
                Box::pin(async move { categories::read_category(tx, &wanted).await.map_err(Problem::from) })
            })
            .await?
            .map(CategoryView::from)
            .ok_or_else(|| Problem::new(ErrorCode::NotFound, format!("There is no category `{id}`.")))
    }
}
