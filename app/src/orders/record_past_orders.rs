//! `POST /v1/orders/bulk`: tells the store of orders that were placed elsewhere, as a job.

use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tessera_engine::{DecodeError, from_json};
use tessera_store::Tx;
use tessera_store::jobs::{self, JobError, JobRecord};
use tessera_store::redemptions::{self, PastOrder, RecordPastOrder};

use super::past_order::ToldOrder;
use super::priced_document::{PricedDocument, bought_lines};
use crate::answer::Answer;
use crate::bulk::Bulk;
use crate::caller::Scope;
use crate::change::Change;
use crate::ids::IdKind;
use crate::jobs::begin_job::{Asked, begin_job};
use crate::jobs::work::{Effect, Step, Work, read_checkpoint};
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

/// Orders written in one step: others want the store too.
const AT_ONCE: u32 = 50;

impl App {
    /// Takes in orders that were placed elsewhere; answers 202 with the job that writes them. Each is written or refused
    /// by itself. They count for what customers ordered before and for backtests, and consume no limit. Told again an
    /// order is replaced; one that was placed here is not touched.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn record_past_orders(&self, mutation: Mutation, bulk: Bulk) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        let (id, key_id) = (self.new_id(IdKind::Job), mutation.caller.key_id.to_string());
        self.mutate("record_past_orders", mutation, After::BeginJobs, move |tx| {
            Box::pin(async move {
                let inputs = bulk.texts();
                let asked = Asked {
                    id,
                    kind: PastOrders::KIND,
                    subject: None,
                    request: &json!({}),
                    total: u64::try_from(inputs.len()).ok(),
                    inputs,
                    key_id: &key_id,
                };
                begin_job(tx, asked).await
            })
        })
        .await
    }
}

/// The kind of job.
pub(crate) struct PastOrders;

impl PastOrders {
    const KIND: &'static str = "record_past_orders";
}

/// How far a job came, and what came of it.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Progress {
    /// The last entry that was dealt with.
    #[serde(default)]
    through: u64,
    /// Orders that are history now.
    recorded: u64,
    /// Orders that were told before otherwise.
    replaced: u64,
    /// Orders that were told before as they are.
    unchanged: u64,
    /// Entries that were refused.
    refused: u64,
}

/// An entry, read or refused.
type Read = Result<PastOrder, Vec<(&'static str, String)>>;

impl Work for PastOrders {
    fn kind(&self) -> &'static str {
        Self::KIND
    }

    fn scope(&self) -> Scope {
        Scope::Redemptions
    }

    fn prepare<'a>(&'a self, app: &'a App, job: &'a JobRecord) -> BoxFuture<'a, Result<Effect, Problem>> {
        Box::pin(async move {
            let before: Progress = read_checkpoint(job)?.unwrap_or_default();
            let (job_id, through) = (job.id.clone(), before.through);
            let inputs = app.inner.store.read(move |tx| {
                Box::pin(async move { jobs::read_inputs(tx, &job_id, through, AT_ONCE).await.map_err(Problem::from) })
            });
            let mut entries = Vec::new();
            for input in inputs.await? {
                let read = app.read_past_order(&input.document, &job.key_id).await?;
                entries.push((input.number, read));
            }
            let job_id = job.id.clone();
            Ok(Effect::new(move |tx| Box::pin(write(tx, job_id, before, entries))))
        })
    }
}

/// Writes a batch of entries.
async fn write(tx: &mut Tx<'_>, job_id: String, before: Progress, entries: Vec<(u64, Read)>) -> Result<Step, Problem> {
    let (mut now, mut errors) = (before, Vec::new());
    let Some((last, _)) = entries.last() else {
        return Ok(Step::last(before.through, result(&before)));
    };
    now.through = *last;
    for (row, read) in entries {
        let faults = match read {
            Err(faults) => faults,
            Ok(order) => match write_one(tx, &order).await? {
                Some(RecordPastOrder::Recorded) => {
                    now.recorded += 1;
                    continue;
                }
                Some(RecordPastOrder::Replaced) => {
                    now.replaced += 1;
                    continue;
                }
                Some(RecordPastOrder::Unchanged) => {
                    now.unchanged += 1;
                    continue;
                }
                None => vec![("order_placed_here", placed_here(&order.order_id))],
            },
        };
        now.refused += 1;
        let error = |(code, detail): (&str, String)| JobError { row: Some(row), code: code.to_owned(), detail };
        errors.extend(faults.into_iter().map(error));
    }
    jobs::drop_inputs(tx, &job_id, now.through).await?;
    let is_new = now.recorded + now.replaced > before.recorded + before.replaced;
    let told = json!({
        "job_id": job_id,
        "recorded": now.recorded - before.recorded,
        "replaced": now.replaced - before.replaced,
    });
    let told = is_new.then(|| Change::new("orders.recorded", &job_id, &told));
    Ok(Step::more(now.through, json!(now)).with_errors(errors).telling(told))
}

/// Writes one; `None`: it was placed here.
async fn write_one(tx: &mut Tx<'_>, order: &PastOrder) -> Result<Option<RecordPastOrder>, Problem> {
    let told = redemptions::lock_order(tx, &order.order_id).await?;
    match told {
        Some(told) if !told.is_past => Ok(None),
        Some(told) => {
            let lines = bought_lines(&PricedDocument::read(&told)?.cart(&told)?);
            Ok(Some(redemptions::record_past_order(tx, order, Some((&told, &lines))).await?))
        }
        None => Ok(Some(redemptions::record_past_order(tx, order, None).await?)),
    }
}

fn result(progress: &Progress) -> serde_json::Value {
    let Progress { through: _, recorded, replaced, unchanged, refused } = progress;
    json!({ "recorded": recorded, "replaced": replaced, "unchanged": unchanged, "refused": refused })
}

fn placed_here(order_id: &str) -> String {
    format!("The order `{order_id}` was placed here. Cancel, refund or amend it with the calls for that.")
}

impl App {
    /// Reads one entry, and fills it with what the store knows.
    async fn read_past_order(&self, document: &str, key_id: &str) -> Result<Read, Problem> {
        let told = match from_json::<ToldOrder>(document.as_bytes()) {
            Ok(told) => told,
            Err(DecodeError::Fields(errors)) => {
                let fault = |fault: tessera_engine::FieldError| {
                    let place = if fault.pointer.is_empty() { "the entry" } else { &fault.pointer };
                    (fault.code, format!("{place}: {}", fault.detail))
                };
                return Ok(Err(errors.into_iter().map(fault).collect()));
            }
            Err(other) => {
                let problem = Problem::from(other);
                return Ok(Err(vec![(problem.error.code(), problem.detail)]));
            }
        };
        if told.placed_at > self.inner.clock.now() {
            let detail = "/placed_at: lies in the future; an order that is placed now is a redemption".to_owned();
            return Ok(Err(vec![("out_of_range", detail)]));
        }
        let mut cart = told.cart.clone();
        if let Err(problem) = self.fill_cart(&mut cart).await {
            if problem.errors.is_empty() {
                return Err(problem);
            }
            return Ok(Err(vec![("amount_too_large", problem.detail)]));
        }
        self.fill_customer(&mut cart).await?;
        Ok(Ok(told.to_store(&cart, &self.live(), key_id)))
    }
}
