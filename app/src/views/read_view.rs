//! `GET /v1/views/{id}`: a view of a list.

use super::list_view::ListView;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::saved::{SavedView, find, view_of};
use crate::start::App;

impl App {
    /// A view of a list that the caller may see.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_view(&self, caller: &Caller, id: &str) -> Result<SavedView<ListView>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let (caller, id) = (caller.clone(), id.to_owned());
        let found = self.inner.store.read(move |tx| Box::pin(async move { find::<ListView>(tx, &caller, &id).await }));
        view_of(found.await?)
    }
}
