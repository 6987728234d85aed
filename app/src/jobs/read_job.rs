//! `GET /v1/jobs/{id}`: how far a job came, and what was wrong in what it was given.

use tessera_store::jobs::{self, JobRecord};

use super::kinds;
use super::view::JobView;
use crate::caller::Caller;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// Errors that an answer shows.
const SHOWN_ERRORS: u32 = 1_000;

impl App {
    /// A job with its first errors.
    ///
    /// # Errors
    /// `scope_missing` without the scope of what it does, `not_found`, `unavailable`.
    pub async fn read_job(&self, caller: &Caller, id: &str) -> Result<JobView, Problem> {
        require_any(caller)?;
        let wanted = id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let Some(job) = jobs::read_job(tx, &wanted).await? else { return Ok(None) };
                let errors = jobs::list_job_errors(tx, &wanted, SHOWN_ERRORS).await?;
                Ok::<_, Problem>(Some((job, errors)))
            })
        });
        let (job, errors) = found.await?.ok_or_else(|| not_found(id))?;
        require(caller, &job)?;
        JobView::of(job, errors)
    }
}

/// Refuses whoever may see no job at all.
///
/// # Errors
/// `publishable_key` or `scope_missing`.
pub fn require_any(caller: &Caller) -> Result<(), Problem> {
    let mut refused = Err(Problem::of(ErrorCode::ScopeMissing));
    for scope in kinds::scopes() {
        refused = caller.require(scope);
        if refused.is_ok() {
            break;
        }
    }
    refused
}

/// Refuses whoever may not do what the job does. One that still receives its inputs is not there yet.
pub(super) fn require(caller: &Caller, job: &JobRecord) -> Result<(), Problem> {
    let work = kinds::find(&job.kind).filter(|_| job.state != "receiving");
    caller.require(work.ok_or_else(|| not_found(&job.id))?.scope())
}

/// There is no such job.
pub(super) fn not_found(id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no job `{id}`. What ended is kept for 30 days."))
}
