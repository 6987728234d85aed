//! Arrivals that do not wait for answers: a closed loop would send less whenever the product is slow, and hide it.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior};

use crate::generator::{Setting, shop};

/// More shoppers than this at once only measure the harness.
const MOST_AT_ONCE: usize = 600;

/// Who arrived, and who was turned away at the door because too many were inside.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Arrivals {
    pub(crate) next: u64,
    pub(crate) turned_away: u64,
}

impl Arrivals {
    /// Lets shoppers arrive at a rate until then, and waits for those inside.
    pub(crate) async fn drive(&mut self, setting: &Setting, rate: u64, until: Instant) {
        let mut shoppers = JoinSet::new();
        let mut ticks = tokio::time::interval(Duration::from_nanos(1_000_000_000 / rate.max(1)));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        while Instant::now() < until && !setting.client.lacks_something() {
            ticks.tick().await;
            while shoppers.try_join_next().is_some() {}
            if shoppers.len() >= MOST_AT_ONCE {
                self.turned_away += 1;
                continue;
            }
            shoppers.spawn(shop(setting.clone(), self.next));
            self.next += 1;
        }
        while shoppers.join_next().await.is_some() {}
    }
}
