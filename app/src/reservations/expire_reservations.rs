//! Ends holds that are past their time.

use tessera_store::reservations::Due;
use tessera_store::{redemptions, reservations};

use super::changes::reservation_changed;
use crate::change::By;
use crate::problem::Problem;
use crate::start::App;

/// Holds ended in one unit of work at most, where one comes after the other.
const AT_ONCE: usize = 100;

impl App {
    /// Ends the holds on these coupons that are past their time; all there are where no coupon is named. One that cannot
    /// be ended keeps none of the others; it is logged, and whoever named its coupon is told.
    pub(crate) async fn expire_reservations(&self, coupon_ids: Vec<String>) -> Result<(), Problem> {
        // Units of work that run side by side and each hold the rows of many orders would wait for each other in a ring.
        let most = if self.inner.store.is_shared() { 1 } else { AT_ONCE };
        let mut passed_over = Vec::new();
        let mut failed = None;
        loop {
            let due = self.expire_some(coupon_ids.clone(), passed_over.clone(), most).await?;
            for (id, error) in due.failed {
                tracing::error!(%error, reservation_id = %id, "a hold past its time cannot be ended");
                passed_over.push(id);
                failed = Some(error);
            }
            if due.looked_at < most {
                break;
            }
        }
        // Who named a coupon looks at it again, and would find the same hold for ever.
        failed.filter(|_| !coupon_ids.is_empty()).map_or(Ok(()), |error| Err(error.into()))
    }

    /// As many as fit a unit of work.
    async fn expire_some(
        &self,
        coupon_ids: Vec<String>,
        passed_over: Vec<String>,
        most: usize,
    ) -> Result<Due, Problem> {
        let recorder = self.inner.recorder.clone();
        let due = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                let due = reservations::expire_reservations(tx, &coupon_ids, &passed_over, most).await?;
                let mut told = Vec::with_capacity(due.ended.len());
                for held in &due.ended {
                    let redemptions = redemptions::read_redemptions(tx, &held.order_id, &held.id).await?;
                    told.push(reservation_changed("reservation.expired", held, "expired", &redemptions));
                }
                recorder.record(tx, &By::program("expire_reservations"), told, None).await?;
                Ok::<_, Problem>(due)
            })
        });
        due.await
    }
}
