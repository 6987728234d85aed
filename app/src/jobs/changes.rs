//! What happens to jobs, as events.

use serde::Serialize;
use tessera_store::jobs::JobRecord;

use crate::change::Change;

#[derive(Serialize)]
struct JobChange<'a> {
    id: &'a str,
    kind: &'a str,
    subject: Option<&'a str>,
    state: &'a str,
    done: u64,
    total: Option<u64>,
    error_count: u64,
}

/// A job that was made or ended before its time.
pub(super) fn job_changed(told: &'static str, job: &JobRecord) -> Change {
    let JobRecord { id, kind, subject, state, done, total, error_count, .. } = job;
    let subject = subject.as_deref();
    let data = JobChange { id, kind, subject, state, done: *done, total: *total, error_count: *error_count };
    Change::new(told, id, &data)
}
