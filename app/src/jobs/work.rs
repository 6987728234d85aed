//! What a kind of job does.

use std::fmt;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tessera_store::Tx;
use tessera_store::jobs::{JobError, JobRecord};

use crate::App;
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::After;
use crate::problem::{ErrorCode, Problem};

/// A kind of job.
pub(crate) trait Work: Send + Sync {
    /// Its name, a verb and a noun with an underscore.
    fn kind(&self) -> &'static str;

    /// Who may read and cancel such a job.
    fn scope(&self) -> Scope;

    /// Prepares the next step: reads what it needs, works out what it can, and answers what is to be written. It may take
    /// some seconds; what takes longer is more than one step. Nothing is written here.
    fn prepare<'a>(&'a self, app: &'a App, job: &'a JobRecord) -> BoxFuture<'a, Result<Effect, Problem>>;

    /// Ends what a job began that was cancelled or failed after part of it was done, in the transaction of its end;
    /// answers what is told.
    fn stopped<'t>(&'t self, tx: &'t mut Tx<'_>, job: &'t JobRecord) -> BoxFuture<'t, Result<Vec<Change>, Problem>> {
        let _ = (tx, job);
        async { Ok(Vec::new()) }.boxed()
    }
}

/// What a step writes: a bounded batch, well below the nine seconds of a unit of work. It may be done more than once from
/// its beginning, as units of work are.
#[derive(Clone)]
pub(crate) struct Effect(Arc<Doing>);

type Doing = dyn for<'t, 'c> Fn(&'t mut Tx<'c>) -> BoxFuture<'t, Result<Step, Problem>> + Send + Sync;

impl Effect {
    /// What this work writes.
    pub(crate) fn new<F>(work: F) -> Self
    where
        F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, Result<Step, Problem>> + Clone + Send + Sync + 'static,
    {
        Self(Arc::new(move |tx| work.clone()(tx)))
    }

    pub(super) async fn run(&self, tx: &mut Tx<'_>) -> Result<Step, Problem> {
        (self.0)(tx).await
    }
}

impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Effect")
    }
}

/// What a step came to.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// How much is done in all.
    pub(crate) done: u64,
    /// Of how much, where the step found that out.
    pub(crate) total: Option<u64>,
    /// Where the next step begins.
    pub(crate) checkpoint: Value,
    /// What was wrong in what the job was given.
    pub(crate) errors: Vec<JobError>,
    /// Whether there is another step.
    pub(crate) outcome: Outcome,
    /// What happened.
    pub(crate) changes: Vec<Change>,
    /// What must follow the commit in this process's memory.
    pub(crate) after: After,
}

/// Whether there is another step.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// There is.
    More,
    /// The job is done, with what came of it.
    Done(Value),
    /// The job cannot go on, with why. What is written stays.
    Failed(String),
}

impl Step {
    /// A step after which there is another one.
    pub(crate) fn more(done: u64, checkpoint: Value) -> Self {
        Self {
            done,
            total: None,
            checkpoint,
            errors: Vec::new(),
            outcome: Outcome::More,
            changes: Vec::new(),
            after: After::Nothing,
        }
    }

    /// The last step.
    pub(crate) fn last(done: u64, result: Value) -> Self {
        Self { outcome: Outcome::Done(result), ..Self::more(done, Value::Null) }
    }

    /// The job cannot go on, for a reason that trying again does not mend.
    pub(crate) fn failed(done: u64, why: impl Into<String>) -> Self {
        Self { outcome: Outcome::Failed(why.into()), ..Self::more(done, Value::Null) }
    }

    /// The same with of how much.
    pub(crate) fn of(self, total: u64) -> Self {
        Self { total: Some(total), ..self }
    }

    /// The same with what was wrong in what the job was given.
    pub(crate) fn with_errors(self, errors: Vec<JobError>) -> Self {
        Self { errors, ..self }
    }

    /// The same with what happened.
    pub(crate) fn telling(mut self, changes: impl IntoIterator<Item = Change>) -> Self {
        self.changes.extend(changes);
        self
    }

    /// The same with what must follow the commit.
    pub(crate) fn then(self, after: After) -> Self {
        Self { after, ..self }
    }
}

/// What a job was asked for.
pub(crate) fn read_request<T: DeserializeOwned>(job: &JobRecord) -> Result<T, Problem> {
    serde_json::from_str(&job.request).map_err(|error| {
        tracing::error!(%error, job_id = %job.id, "the request of a job cannot be read");
        Problem::new(ErrorCode::Internal, "What was asked for cannot be read any more.")
    })
}

/// How far a job came; `None` before its first step.
pub(crate) fn read_checkpoint<T: DeserializeOwned>(job: &JobRecord) -> Result<Option<T>, Problem> {
    let read = |text: &String| {
        serde_json::from_str(text).map_err(|error| {
            tracing::error!(%error, job_id = %job.id, "how far a job came cannot be read");
            Problem::of(ErrorCode::Internal)
        })
    };
    job.checkpoint.as_ref().map(read).transpose()
}
