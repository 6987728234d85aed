//! What of an import is stored before all of it has arrived. It is a job that nobody sees and that is not begun; what is not
//! begun is taken away again, whatever became of the request.

use std::sync::Arc;

use tessera_store::jobs::{self, NewJob};
use tokio::runtime::Handle;

use super::work::KIND;
use crate::problem::Problem;
use crate::start::App;

/// Inputs that are taken away in one unit of work.
const AT_ONCE: u32 = 50;

/// What was stored so far.
pub(super) struct Received {
    app: App,
    job: NewJob,
    is_stored: bool,
    /// Where the taking away is done: the last who holds it may be the store's own thread.
    runtime: Handle,
}

impl Received {
    /// Nothing yet; `job_id` is what the job will be called.
    pub(super) fn new(app: &App, job_id: String, coupon_id: &str, key_id: &str) -> Self {
        let job = NewJob {
            id: job_id,
            kind: KIND.to_owned(),
            subject: Some(coupon_id.to_owned()),
            request: "{}".to_owned(),
            total: None,
            key_id: key_id.to_owned(),
        };
        Self { app: app.clone(), job, is_stored: false, runtime: Handle::current() }
    }

    /// Whether the job is there, with part of what it is given.
    pub(super) fn is_stored(&self) -> bool {
        self.is_stored
    }

    /// Stores the next chunks.
    pub(super) async fn store(&mut self, chunks: Vec<String>) -> Result<(), Problem> {
        let (job, is_first, chunks) = (self.job.clone(), !self.is_stored, Arc::new(chunks));
        // Said before it is so: a request that goes away meanwhile leaves it to be taken away.
        self.is_stored = true;
        let stored = self.app.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                if is_first {
                    jobs::begin_job(tx, &job, true).await?;
                }
                jobs::add_inputs(tx, &job.id, &chunks).await.map_err(Problem::from)
            })
        });
        stored.await
    }
}

impl Drop for Received {
    /// Takes away what was stored, unless the job was begun: then there is nothing of that kind.
    fn drop(&mut self) {
        if !self.is_stored {
            return;
        }
        let (app, id) = (self.app.clone(), self.job.id.clone());
        self.runtime.spawn(async move {
            if let Err(problem) = drop_received(&app, &id).await {
                tracing::warn!(detail = %problem.detail, "what arrived in vain is taken away later");
            }
        });
    }
}

async fn drop_received(app: &App, id: &str) -> Result<(), Problem> {
    loop {
        let id = id.to_owned();
        let more = app.inner.store.unit_of_work(move |tx| {
            Box::pin(async move { jobs::drop_received(tx, &id, AT_ONCE).await.map_err(Problem::from) })
        });
        if !more.await? {
            return Ok(());
        }
    }
}
