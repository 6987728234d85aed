//! The segments that candidates ask about join the customer's own list.

use std::sync::Arc;

use jiff::Timestamp;
use tessera_engine::cart::Cart;
use tessera_engine::condition::segments::AskedSegments;

use super::present::Candidates;
use crate::live::Live;
use crate::problem::Problem;
use crate::segments::{Asking, segments_of};
use crate::start::App;

impl App {
    /// Looks up the segments that candidates ask about, and only those. Who is in a dynamic one is judged for this
    /// customer, at this instant.
    pub(super) async fn fill_segments(
        &self,
        live: &Arc<Live>,
        candidates: &Candidates,
        cart: &mut Cart,
        at: Timestamp,
    ) -> Result<(), Problem> {
        let Some(customer) = cart.customer.as_ref() else { return Ok(()) };
        let asked = asked_segments(live, candidates);
        if asked.is_empty() {
            return Ok(());
        }
        let asking = Asking {
            live: Arc::clone(live),
            at,
            seen_from: self.inner.clock.now().max(at),
            currency: Some(cart.currency),
        };
        let customer = customer.clone();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move { segments_of(tx, &asking, &customer, &asked).await.map_err(Problem::from) })
        });
        let segments = found.await?;
        if let Some(customer) = &mut cart.customer {
            customer.segments = segments;
        }
        Ok(())
    }
}

/// The segments of the store that candidates ask about.
fn asked_segments(live: &Live, candidates: &Candidates) -> AskedSegments {
    let mut asked = AskedSegments::default();
    for coupon in candidates.asking().filter(|coupon| !coupon.asked_segments().is_empty()) {
        asked.join(coupon.asked_segments());
    }
    asked.named.retain(|name| live.segments.find(name).is_some());
    asked.all &= live.segments.all().next().is_some();
    asked
}
