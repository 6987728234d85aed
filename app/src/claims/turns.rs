//! Who claims of a limited stock waits for a turn. In a rush thousands come at the same moment, and all but a few are late:
//! of each coupon a process works on a few claims at once, and whoever gets a turn is first told whether there is one left.
//! Without turns all of them would stand in the database's line for one counter, until the calls are over.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Claims of one coupon at once, in one process.
const AT_ONCE: usize = 4;
/// From so many coupons on, those that nobody waits for are forgotten.
const REMEMBERED: usize = 1_000;

/// The turns of every coupon that somebody claims.
#[derive(Default)]
pub(crate) struct Turns(Mutex<BTreeMap<String, Weak<Semaphore>>>);

impl Turns {
    /// Waits for a turn; it ends when the permit is dropped. Whoever came first is first.
    pub(super) async fn take(&self, coupon_id: &str) -> Option<OwnedSemaphorePermit> {
        // Nothing closes these semaphores.
        self.of(coupon_id).acquire_owned().await.ok()
    }

    fn of(&self, coupon_id: &str) -> Arc<Semaphore> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turns) = known.get(coupon_id).and_then(Weak::upgrade) {
            return turns;
        }
        if known.len() >= REMEMBERED {
            known.retain(|_, turns| turns.strong_count() > 0);
        }
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        known.insert(coupon_id.to_owned(), Arc::downgrade(&turns));
        turns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_coupon_has_so_many_turns_at_once_and_another_one_its_own() {
        let turns = Turns::default();
        let mut taken = Vec::new();
        for _ in 0..AT_ONCE {
            taken.push(turns.take("cpn_1").await);
        }
        assert_eq!(turns.of("cpn_1").available_permits(), 0);
        assert_eq!(turns.of("cpn_2").available_permits(), AT_ONCE);
        taken.pop();
        assert_eq!(turns.of("cpn_1").available_permits(), 1);
    }

    #[tokio::test]
    async fn coupons_that_nobody_waits_for_are_forgotten() {
        let turns = Turns::default();
        let held = turns.take("cpn_held").await;
        for number in 0..REMEMBERED {
            drop(turns.take(&format!("cpn_{number}")).await);
        }
        drop(turns.take("cpn_last").await);
        assert!(turns.0.lock().unwrap().len() <= 3);
        assert_eq!(turns.of("cpn_held").available_permits(), AT_ONCE - 1);
        drop(held);
    }
}
