//! Forgets jobs when their time is over.

use jiff::SignedDuration;
use tessera_store::jobs;

use crate::problem::Problem;
use crate::start::App;

/// How long a job that ended is kept.
const KEEP: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long the inputs of a job may stop arriving: longer than any call takes.
const STALLED: SignedDuration = SignedDuration::from_hours(1);

/// Jobs that are forgotten in one unit of work.
const AT_ONCE: u32 = 200;

/// Inputs that are forgotten in one unit of work.
const INPUTS_AT_ONCE: u32 = 50;

impl App {
    /// Forgets jobs that ended 30 days ago, and at once what an ended job was given.
    pub(crate) async fn forget_old_jobs(&self) -> Result<(), Problem> {
        let now = self.inner.clock.now();
        loop {
            let store = &self.inner.store;
            let left = store.unit_of_work(|tx| {
                Box::pin(async move { jobs::forget_inputs(tx, INPUTS_AT_ONCE).await.map_err(Problem::from) })
            });
            if !left.await? {
                break;
            }
        }
        loop {
            let forgotten = self.inner.store.unit_of_work(move |tx| {
                Box::pin(async move {
                    let forgotten = jobs::forget_jobs(tx, now - KEEP, now - STALLED, AT_ONCE).await?;
                    Ok::<_, Problem>(forgotten)
                })
            });
            if forgotten.await? == 0 {
                return Ok(());
            }
        }
    }
}
