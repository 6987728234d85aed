//! What refers to a coupon, for who thinks of deleting it.

use tessera_store::coupons::{self, References};

use super::update_coupon::not_found;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// How many reservations, orders and claims have a coupon, each counted up to a bound.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn count_coupon_references(&self, caller: &Caller, id: &str) -> Result<References, Problem> {
        caller.require(Scope::CouponsRead)?;
        let wanted = id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                if coupons::read_coupon(tx, &wanted).await?.is_none() {
                    return Ok::<_, Problem>(None);
                }
                Ok(Some(coupons::count_references(tx, &wanted).await?))
            })
        });
        found.await?.ok_or_else(|| not_found(id))
    }
}
