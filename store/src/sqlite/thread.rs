//! Runs one job on the thread of its connection. A job that panics ends itself, never the thread.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures::FutureExt as _;

use super::connection::SqliteConnection;
use crate::error::StoreError;
use crate::job::{Job, Turn, Verdict};
use crate::store::{Clock, read_clock};
use crate::tx::Tx;

/// Runs a job to its verdict; a job that panicked, waited for something outside or met a broken disk is to be undone.
pub(super) fn run(job: &mut dyn Job, connection: &mut SqliteConnection, clock: Option<&Clock>, turn: Turn) -> Verdict {
    connection.take_broken();
    let verdict = catch_unwind(AssertUnwindSafe(|| {
        let now = read_clock(clock);
        job.run(&mut Tx::new(connection, now), turn).now_or_never()
    }));
    let failure = match (connection.take_broken(), verdict) {
        (None, Ok(Some(verdict))) => return verdict,
        (Some(error), Ok(Some(Verdict::Undo))) => {
            tracing::warn!(%error, "the database failed under a unit of work");
            return Verdict::Undo;
        }
        (Some(error), _) => error,
        (None, Ok(None)) => StoreError::Internal("a unit of work waited for something outside the store".to_owned()),
        (None, Err(_)) => StoreError::Internal("a unit of work panicked".to_owned()),
    };
    tracing::error!(error = %failure, "a unit of work was undone");
    fail(job, &failure);
    Verdict::Undo
}

/// Replaces a job's result.
pub(super) fn fail(job: &mut dyn Job, error: &StoreError) {
    let _ = catch_unwind(AssertUnwindSafe(|| job.fail(error.clone())));
}

/// Hands a job's result over.
pub(super) fn answer(job: Box<dyn Job>) {
    let _ = catch_unwind(AssertUnwindSafe(|| job.answer()));
}
