//! Lists who has an account.

use tessera_store::users;

use super::view::UserView;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Everybody with an account, disabled ones too, oldest first.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn list_users(&self, caller: &Caller) -> Result<Vec<UserView>, Problem> {
        caller.require(Scope::Keys)?;
        let read = self.inner.store.read(|tx| Box::pin(async move { users::list_users(tx).await }));
        Ok(read.await?.into_iter().map(UserView::from).collect())
    }
}
