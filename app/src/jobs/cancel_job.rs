//! `POST /v1/jobs/{id}/cancel`: a job goes no further.

use tessera_store::Tx;
use tessera_store::jobs::{self, JobRecord};

use super::changes::job_changed;
use super::kinds;
use super::read_job::{not_found, require, require_any};
use super::view::JobView;
use crate::answer::Answer;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Ends a job between two of its steps; what it did until then stays. Once more: the same.
    ///
    /// # Errors
    /// `scope_missing` without the scope of what it does, `not_found`, `job_ended`, `unavailable`.
    pub async fn cancel_job(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        require_any(&mutation.caller)?;
        let (id, caller) = (id.to_owned(), mutation.caller.clone());
        self.mutate("cancel_job", mutation, After::FollowCoupons, move |tx| {
            Box::pin(async move {
                let job = jobs::lock_job(tx, &id).await?.ok_or_else(|| not_found(&id))?;
                require(&caller, &job)?;
                if job.state == "cancelled" {
                    return Answer::json(200, &JobView::of(job, Vec::new())?);
                }
                let Some((job, told)) = stop_job(tx, &id).await? else {
                    let detail = format!("The job is {} already.", job.state);
                    return Err(Problem::new(ErrorCode::JobEnded, detail));
                };
                Ok(Answer::json(200, &JobView::of(job, Vec::new())?)?.telling(told))
            })
        })
        .await
    }
}

/// Ends a job that did not end, with what its kind does then; `None` when it did, or there is none.
pub(crate) async fn stop_job(tx: &mut Tx<'_>, id: &str) -> Result<Option<(JobRecord, Vec<Change>)>, Problem> {
    let Some(job) = jobs::cancel_job(tx, id).await? else { return Ok(None) };
    let mut told = vec![job_changed("job.cancelled", &job)];
    if let Some(work) = kinds::find(&job.kind) {
        told.extend(work.stopped(tx, &job).await?);
    }
    Ok(Some((job, told)))
}
