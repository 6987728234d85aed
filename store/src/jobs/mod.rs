//! Jobs: work that takes longer than a call, done in steps by whichever process has the lease.

pub(crate) mod begin_job;
pub(crate) mod drop_received;
pub(crate) mod forget_jobs;
pub(crate) mod lease_job;
pub(crate) mod list_jobs;
pub(crate) mod mark;
pub(crate) mod note_step;
pub(crate) mod read_inputs;
pub(crate) mod read_job;
mod record;
pub(crate) mod stop_job;

pub use begin_job::{add_inputs, begin_job, queue_job};
pub use drop_received::drop_received;
pub use forget_jobs::{forget_inputs, forget_jobs};
pub use lease_job::{free_leases, lease_job, list_due, lock_leased_job, next_due};
pub use list_jobs::{JobFilter, list_jobs};
pub use mark::mark;
pub use note_step::{StepNote, note_failure, note_step};
pub use read_inputs::{JobInput, drop_inputs, read_inputs};
pub use read_job::{list_job_errors, lock_job, read_job};
pub use record::{JobError, JobRecord, KEPT_ERRORS, NewJob};
pub use stop_job::{cancel_job, fail_job};
