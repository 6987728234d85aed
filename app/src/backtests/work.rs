//! A backtest as a job: read-only, in steps of many orders.

use futures::future::BoxFuture;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tessera_engine::{Terms, from_json};
use tessera_store::jobs::JobRecord;
use tessera_store::redemptions;

use super::plan::Plan;
use super::request::BacktestRequest;
use super::run::Run;
use crate::caller::Scope;
use crate::jobs::work::{Effect, Step, Work};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// Orders priced in one step.
const AT_ONCE: u64 = 50_000;

/// What the job was asked, as it is kept.
#[derive(Serialize, Deserialize)]
pub(super) struct Asked {
    /// The coupon; a draft has a name in its place.
    pub(super) coupon_id: String,
    /// What it is.
    pub(super) terms: Box<serde_json::value::RawValue>,
    /// The first instant.
    pub(super) from: Option<Timestamp>,
    /// The first instant that is too late.
    pub(super) to: Option<Timestamp>,
}

/// The kind of job.
pub(crate) struct Backtest;

impl Backtest {
    /// Its name.
    pub(super) const KIND: &'static str = "backtest_coupon";
}

impl Work for Backtest {
    fn kind(&self) -> &'static str {
        Self::KIND
    }

    fn scope(&self) -> Scope {
        Scope::CouponsRead
    }

    fn prepare<'a>(&'a self, app: &'a App, job: &'a JobRecord) -> BoxFuture<'a, Result<Effect, Problem>> {
        Box::pin(async move {
            let mut run = match app.inner.backtests.take(&job.id, job.step) {
                Some(run) => run,
                None => Box::new(Run::new(app.plan_of(job).await?)),
            };
            let total = match job.total {
                Some(total) => total,
                None => app.count_orders_of(job).await?,
            };
            app.run_backtest(&mut run, AT_ONCE).await?;
            let done = run.done();
            let step = match run.result() {
                Ok(tally) => Step::last(done, json!(tally)).of(done),
                Err(run) => {
                    app.inner.backtests.keep(&job.id, job.step + 1, run);
                    Step::more(done, Value::Null).of(total.max(done))
                }
            };
            Ok(Effect::new(move |_| Box::pin(async move { Ok(step) })))
        })
    }
}

impl App {
    async fn plan_of(&self, job: &JobRecord) -> Result<Plan, Problem> {
        let asked = read(job)?;
        let terms = from_json::<Terms>(asked.terms.get().as_bytes()).map_err(|error| damaged(job, &error))?;
        self.catch_up().await?;
        let period = BacktestRequest { from: asked.from, to: asked.to };
        Ok(Plan::new(&asked.coupon_id, terms, period, self.live()))
    }

    async fn count_orders_of(&self, job: &JobRecord) -> Result<u64, Problem> {
        let asked = read(job)?;
        let (from, to) = (asked.from.unwrap_or(Timestamp::MIN), asked.to.unwrap_or(Timestamp::MAX));
        let count = self.inner.store.read(move |tx| {
            Box::pin(async move { redemptions::count_placed_orders(tx, from, to).await.map_err(Problem::from) })
        });
        count.await
    }
}

fn read(job: &JobRecord) -> Result<Asked, Problem> {
    serde_json::from_str(&job.request).map_err(|error| damaged(job, &error))
}

fn damaged(job: &JobRecord, error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, job_id = %job.id, "what a backtest was asked cannot be read");
    Problem::of(ErrorCode::Internal)
}
