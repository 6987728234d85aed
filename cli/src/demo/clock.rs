//! A clock that can stand in the past while the demo's orders are placed.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use tessera_app::clock::{Clock, whole_microseconds};

/// The machine's clock, or an instant it was set to.
#[derive(Debug, Default)]
pub(crate) struct DemoClock {
    /// Microseconds since 1970; 0 follows the machine.
    set_to: AtomicI64,
}

impl DemoClock {
    /// Stands at an instant.
    pub(crate) fn set(&self, at: Timestamp) {
        self.set_to.store(at.as_microsecond(), Ordering::SeqCst);
    }

    /// Stands some months of 30 days ago.
    pub(crate) fn set_months_ago(&self, months: i64) {
        self.set(Timestamp::now() - SignedDuration::from_hours(24 * 30 * months));
    }

    /// Follows the machine's clock from now on.
    pub(crate) fn follow_machine(&self) {
        self.set_to.store(0, Ordering::SeqCst);
    }

    /// The same clock for the store.
    pub(crate) fn for_store(self: &Arc<Self>) -> Arc<dyn Fn() -> Timestamp + Send + Sync> {
        let clock = Arc::clone(self);
        Arc::new(move || clock.now())
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        match self.set_to.load(Ordering::SeqCst) {
            0 => whole_microseconds(Timestamp::now()),
            micros => Timestamp::from_microsecond(micros).expect("the demo sets instants of our time"),
        }
    }
}
