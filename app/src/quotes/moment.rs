//! The instant a cart is priced for, and the coupons in force then. `docs/MODEL.md` section 1.5, `as_of`.

use std::sync::Arc;

use jiff::Timestamp;
use tessera_store::StoreError;
use tessera_store::coupons::{self, CouponAt};

use crate::live::Live;
use crate::problem::Problem;
use crate::start::App;

/// Coupons read from the store at a time.
const PAGE: u32 = 1_000;

/// An instant and the coupons in force then.
pub(crate) struct Moment {
    /// The instant.
    pub(crate) at: Timestamp,
    /// The coupons. Its codes are those of now: where the instant is past, the store is asked for them.
    pub(crate) live: Arc<Live>,
    /// Whether the instant lies before now.
    pub(crate) is_past: bool,
}

impl App {
    /// Now, with the snapshot of this moment.
    pub(crate) fn this_moment(&self) -> Moment {
        Moment { at: self.inner.clock.now(), live: self.live(), is_past: false }
    }

    /// Another instant, seen from `now`. What was edited since an earlier one is read from the versions; categories, products, settings,
    /// counters and customers stay those of now. A later one has the coupons of now.
    ///
    /// # Errors
    /// `unavailable` when the versions cannot be read.
    pub(crate) async fn moment(&self, now: &Moment, at: Timestamp) -> Result<Moment, Problem> {
        if at >= now.at {
            return Ok(Moment { at, live: Arc::clone(&now.live), is_past: false });
        }
        let changed = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let mut changed: Vec<CouponAt> = Vec::new();
                loop {
                    let page = coupons::list_coupons_at(tx, at, changed.last(), PAGE).await?;
                    if page.is_empty() {
                        return Ok::<_, StoreError>(changed);
                    }
                    changed.extend(page);
                }
            })
        });
        let changed = changed.await?;
        let live = if changed.is_empty() { Arc::clone(&now.live) } else { Arc::new(now.live.as_it_was(changed)) };
        Ok(Moment { at, live, is_past: true })
    }
}
