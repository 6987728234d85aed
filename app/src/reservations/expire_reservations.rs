//! Ends holds that are past their time.

use tessera_store::{redemptions, reservations};

use super::changes::reservation_changed;
use crate::change::By;
use crate::problem::Problem;
use crate::start::App;

/// Holds ended in one unit of work at most.
const AT_ONCE: u32 = 100;

impl App {
    /// Ends the holds on these coupons that are past their time; all there are where no coupon is named.
    pub(crate) async fn expire_reservations(&self, coupon_ids: Vec<String>) -> Result<(), Problem> {
        loop {
            let (coupon_ids, recorder) = (coupon_ids.clone(), self.inner.recorder.clone());
            let ended = self.inner.store.unit_of_work(move |tx| {
                Box::pin(async move {
                    let expired = reservations::expire_reservations(tx, &coupon_ids, AT_ONCE).await?;
                    let (count, mut told) = (expired.len(), Vec::with_capacity(expired.len()));
                    for held in expired {
                        let redemptions = redemptions::read_redemptions(tx, &held.order_id, &held.id).await?;
                        told.push(reservation_changed("reservation.expired", &held, "expired", &redemptions));
                    }
                    recorder.record(tx, &By::program("expire_reservations"), told, None).await?;
                    Ok::<_, Problem>(count)
                })
            });
            if ended.await? < usize::try_from(AT_ONCE).unwrap_or(usize::MAX) {
                return Ok(());
            }
        }
    }
}
