//! Makes a job: what every use case does whose work takes longer than a call.

use serde::Serialize;
use tessera_store::Tx;
use tessera_store::jobs::{self, JobRecord, NewJob};

use super::changes::job_changed;
use super::view::JobView;
use crate::answer::Answer;
use crate::orders::to_text;
use crate::problem::Problem;

/// The job that a use case asks for.
pub(crate) struct Asked<'a, T> {
    /// `job_...`.
    pub(crate) id: String,
    /// One of [`kinds`](super::kinds).
    pub(crate) kind: &'static str,
    /// What it is about, such as a coupon.
    pub(crate) subject: Option<String>,
    /// What is asked for.
    pub(crate) request: &'a T,
    /// Of how much, where that is known.
    pub(crate) total: Option<u64>,
    /// What is too large for the request, in parts that one step can take a few of.
    pub(crate) inputs: &'a [String],
    /// The API key.
    pub(crate) key_id: &'a str,
}

/// Makes the job in the transaction of its request; answers 202 with it. The mutation ends with
/// [`After::BeginJobs`](crate::mutation::After), so that the first step is done at once.
pub(crate) async fn begin_job<T: Serialize>(tx: &mut Tx<'_>, asked: Asked<'_, T>) -> Result<Answer, Problem> {
    let Asked { id, kind, subject, request, total, inputs, key_id } = asked;
    let request = to_text(request);
    let new = NewJob { id, kind: kind.to_owned(), subject, request, total, key_id: key_id.to_owned() };
    let job = jobs::begin_job(tx, &new, false).await?;
    if !inputs.is_empty() {
        jobs::add_inputs(tx, &job.id, inputs).await?;
    }
    accepted(job)
}

/// The answer to a request that made this job.
pub(crate) fn accepted(job: JobRecord) -> Result<Answer, Problem> {
    let told = job_changed("job.created", &job);
    Ok(Answer::json(202, &JobView::of(job, Vec::new())?)?.telling([told]))
}
