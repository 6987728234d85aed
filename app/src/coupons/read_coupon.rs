//! `GET /v1/coupons/{id}`: one coupon.

use tessera_store::coupons;

use super::update_coupon::not_found;
use super::view::CouponView;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// One coupon, archived ones too.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_coupon(&self, caller: &Caller, id: &str) -> Result<CouponView, Problem> {
        caller.require(Scope::CouponsRead)?;
        let wanted = id.to_owned();
        let record = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { coupons::read_coupon(tx, &wanted).await.map_err(Problem::from) }))
            .await?
            .ok_or_else(|| not_found(id))?;
        CouponView::of(record, self.inner.clock.now())
    }
}
