//! Jobs: work that takes longer than a call.
//!
//! A job is done in steps. A step prepares what needs no transaction, then writes its effect and how far the job came in
//! one unit of work: a process that dies in the middle leaves whole steps behind, and whoever takes the job over goes on
//! where it stopped. A new kind of job is one [`Work`](work::Work) and one line in [`kinds`]; a use case makes one with
//! [`begin_job`](begin_job::begin_job) and [`After::BeginJobs`](crate::mutation::After).

pub(crate) mod begin_job;
mod cancel_job;
mod changes;
mod forget_jobs;
mod kinds;
mod list_jobs;
mod read_job;
mod run_jobs;
mod view;
pub(crate) mod work;

pub use list_jobs::JobFilter;
pub use read_job::require_any;
pub use view::{JobErrorView, JobView};

pub(crate) use begin_job::begin_job;
pub(crate) use cancel_job::stop_job;
pub(crate) use work::{read_checkpoint, read_request};
