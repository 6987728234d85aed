//! Ends holds that are past their time.

use tessera_store::reservations;

use crate::problem::Problem;
use crate::start::App;

/// Holds ended in one unit of work at most.
const AT_ONCE: u32 = 100;

impl App {
    /// Ends the holds on these coupons that are past their time; all there are where no coupon is named.
    pub(crate) async fn expire_reservations(&self, coupon_ids: Vec<String>) -> Result<(), Problem> {
        loop {
            let coupon_ids = coupon_ids.clone();
            let ended = self.inner.store.unit_of_work(move |tx| {
                Box::pin(async move {
                    reservations::expire_reservations(tx, &coupon_ids, AT_ONCE).await.map_err(Problem::from)
                })
            });
            if ended.await? < u64::from(AT_ONCE) {
                return Ok(());
            }
        }
    }
}
