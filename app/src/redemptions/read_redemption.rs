//! One redemption, for who is asked whether it is meant to be cancelled.

use tessera_store::redemptions;

use super::view::RedemptionView;
use crate::caller::{Caller, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// A redemption by its id.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_redemption(&self, caller: &Caller, id: &str) -> Result<RedemptionView, Problem> {
        caller.require(Scope::Redemptions)?;
        let wanted = id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move { redemptions::read_redemption(tx, &wanted).await.map_err(Problem::from) })
        });
        let found =
            found.await?.ok_or_else(|| Problem::new(ErrorCode::NotFound, format!("There is no redemption `{id}`.")))?;
        Ok(found.into())
    }
}
