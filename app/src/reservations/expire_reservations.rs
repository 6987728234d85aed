//! Ends holds that are past their time.

use tessera_store::{redemptions, reservations};

use super::changes::reservation_changed;
use crate::change::By;
use crate::problem::Problem;
use crate::start::App;

/// Holds ended in one unit of work at most, where one comes after the other.
const AT_ONCE: usize = 100;

impl App {
    /// Ends the holds on these coupons that are past their time; all there are where no coupon is named.
    pub(crate) async fn expire_reservations(&self, coupon_ids: Vec<String>) -> Result<(), Problem> {
        // Units of work that run side by side and each hold the rows of many orders would wait for each other in a ring.
        let most = if self.inner.store.is_shared() { 1 } else { AT_ONCE };
        loop {
            let (coupon_ids, recorder) = (coupon_ids.clone(), self.inner.recorder.clone());
            let looked_at = self.inner.store.unit_of_work(move |tx| {
                Box::pin(async move {
                    let due = reservations::expire_reservations(tx, &coupon_ids, most).await?;
                    let mut told = Vec::with_capacity(due.ended.len());
                    for held in due.ended {
                        let redemptions = redemptions::read_redemptions(tx, &held.order_id, &held.id).await?;
                        told.push(reservation_changed("reservation.expired", &held, "expired", &redemptions));
                    }
                    recorder.record(tx, &By::program("expire_reservations"), told, None).await?;
                    Ok::<_, Problem>(due.looked_at)
                })
            });
            if looked_at.await? < most {
                return Ok(());
            }
        }
    }
}
