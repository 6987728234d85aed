//! Counts coupons by state: the figures of the overview.

use std::collections::BTreeMap;

use tessera_store::coupons;

use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// How many coupons are in each state now; a state of none is absent. Looks at all of them.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn count_coupons(&self, caller: &Caller) -> Result<BTreeMap<String, u64>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let now = self.inner.clock.now();
        let counted = self.inner.store.read(move |tx| Box::pin(coupons::count_coupons(tx, now)));
        Ok(counted.await?)
    }
}
