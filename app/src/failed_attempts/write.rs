//! Writes what was counted, and forgets what is old.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tessera_store::coupons::{add_failed_attempts, forget_failed_attempts};

use crate::problem::Problem;
use crate::start::App;

/// How often it is written.
const EVERY: Duration = Duration::from_secs(5);

/// Counts that are written in one transaction: orders wait for it.
const AT_ONCE: usize = 200;

/// Old counts are looked for once an hour.
const ROUNDS_BETWEEN_CLEANINGS: u32 = 720;

/// How long counts are kept: so that a month can be compared with that of the year before.
const KEEP: SignedDuration = SignedDuration::from_hours(400 * 24);

impl App {
    /// Writes counts again and again until the task that holds it ends.
    pub(crate) async fn keep_failed_attempts(&self) {
        let mut rounds = 0_u32;
        loop {
            if let Err(problem) = self.write_failed_attempts().await {
                tracing::warn!(detail = %problem.detail, "failed attempts could not be written; trying again");
            }
            if rounds.is_multiple_of(ROUNDS_BETWEEN_CLEANINGS)
                && let Err(problem) = self.forget_failed_attempts().await
            {
                tracing::warn!(detail = %problem.detail, "old failed attempts could not be forgotten");
            }
            rounds = rounds.wrapping_add(1);
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Writes what this process counted.
    pub(super) async fn write_failed_attempts(&self) -> Result<(), Problem> {
        let mut counts = self.inner.failed_attempts.take();
        while !counts.is_empty() {
            let some = counts.split_off(counts.len().saturating_sub(AT_ONCE));
            let written = some.clone();
            let written = self.inner.store.unit_of_work(move |tx| {
                Box::pin(async move { add_failed_attempts(tx, &written).await.map_err(Problem::from) })
            });
            if let Err(problem) = written.await {
                self.inner.failed_attempts.put_back(some);
                self.inner.failed_attempts.put_back(counts);
                return Err(problem);
            }
        }
        Ok(())
    }

    async fn forget_failed_attempts(&self) -> Result<(), Problem> {
        let before = self.day_of(self.now().checked_sub(KEEP).unwrap_or(Timestamp::UNIX_EPOCH));
        let forgotten = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move { forget_failed_attempts(tx, &before).await.map_err(Problem::from) })
        });
        forgotten.await.map(drop)
    }

    /// The date of an instant in the store's zone.
    pub(super) fn day_of(&self, at: Timestamp) -> String {
        at.to_zoned(self.live().settings.zone()).date().to_string()
    }
}
