//! The snapshot probe: looks at committed state every 50 ms while load runs.

mod schema;
mod snapshot;
mod source;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{RwLock, watch};
use tokio::task::JoinHandle;

use crate::generator::Market;

pub use snapshot::{Line, Snapshot, check_snapshot};
use source::Reader;
pub(crate) use source::Source;

const PERIOD: Duration = Duration::from_millis(50);
/// Coupons that are looked at: those of the last waves.
const RECENT: usize = 40;
/// Enough to understand what is wrong.
const MOST_FINDINGS: usize = 50;

/// What the probe saw.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Snapshots read.
    pub snapshots: u64,
    /// Times that a snapshot could not be read, and why the last time.
    pub unread: u64,
    /// Why, the last time.
    pub reason: Option<String>,
    /// What did not hold.
    pub wrong: Vec<String>,
}

/// A probe that runs until it is stopped.
pub(crate) struct Probe {
    stop: watch::Sender<bool>,
    seen: watch::Receiver<Seen>,
    running: JoinHandle<()>,
}

impl Probe {
    pub(crate) fn start(source: Source, gate: Arc<RwLock<()>>, market: Arc<Market>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let (seeing, seen) = watch::channel(Seen::default());
        Self { stop, seen, running: tokio::spawn(look(Reader::new(source), gate, market, stopped, seeing)) }
    }

    /// What was seen so far.
    pub(crate) fn seen(&self) -> Seen {
        self.seen.borrow().clone()
    }

    pub(crate) async fn stop(self) -> anyhow::Result<Seen> {
        self.stop.send_replace(true);
        self.running.await?;
        Ok(self.seen.borrow().clone())
    }
}

async fn look(
    mut reader: Reader,
    gate: Arc<RwLock<()>>,
    market: Arc<Market>,
    stopped: watch::Receiver<bool>,
    seen: watch::Sender<Seen>,
) {
    let mut ticks = tokio::time::interval(PERIOD);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while !*stopped.borrow() {
        ticks.tick().await;
        let coupons = market.recent(RECENT);
        let ids: Vec<String> = coupons.iter().map(|coupon| coupon.id.clone()).collect();
        let _gate = gate.read().await;
        let snapshot = reader.snapshot(&ids).await;
        seen.send_modify(|seen| match snapshot {
            Ok(snapshot) => {
                seen.snapshots += 1;
                if seen.wrong.len() < MOST_FINDINGS {
                    seen.wrong.extend(check_snapshot(&snapshot, &coupons));
                }
            }
            Err(error) => {
                seen.unread += 1;
                seen.reason = Some(format!("{error:#}"));
            }
        });
    }
}
