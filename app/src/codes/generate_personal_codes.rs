//! The job that gives each of many customers a code of their own. Each step takes some customers, draws for each, and notes
//! who is next; whose code was taken is drawn for again.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tessera_engine::code::pattern::PatternRequest;
use tessera_store::codes::{self, CodeRecord, InsertCode, OwnCode};
use tessera_store::jobs::{self, JobRecord};
use tessera_store::{Tx, coupons, customers, segments};

use super::changes::GENERATED;
use super::create_code::fault;
use super::finish_batch::finish_batch;
use super::generate_codes::{begin_batch, choose_length, draw_codes};
use super::request::{Generate, LARGEST_BATCH, NewTerms, Owners};
use crate::answer::Answer;
use crate::caller::{Caller, Scope};
use crate::change::Change;
use crate::ids::IdKind;
use crate::jobs::begin_job::Asked;
use crate::jobs::work::{Effect, Step, Work};
use crate::jobs::{begin_job, read_checkpoint, read_request};
use crate::mutation::After;
use crate::orders::to_text;
use crate::page::PageRequest;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// The kind of the job.
const KIND: &str = "generate_personal_codes";

/// Customers of one step, and of one part of what the job is given.
const AT_ONCE: usize = 500;

/// When so many steps made no code, the pattern has hardly any left.
const MOST_IN_VAIN: u32 = 10;

/// What the job is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Request {
    coupon_id: String,
    pattern: PatternRequest,
    terms: NewTerms,
    /// Whose members they are for; `None`: for those the job was given.
    segment_id: Option<String>,
}

/// Where the next step begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Next {
    /// The last part of what the job was given that was taken.
    part: u64,
    /// Where the next members of the segment begin.
    cursor: Option<String>,
    /// Whether all customers were taken.
    is_over: bool,
    /// Those that were taken and have no code yet.
    left: Vec<String>,
    /// Steps in a row that made no code.
    in_vain: u32,
}

/// Makes the job, with a length that keeps its codes rare.
pub(super) async fn begin_personal(
    tx: &mut Tx<'_>,
    id: String,
    key_id: &str,
    coupon_id: String,
    terms: NewTerms,
    generate: Generate,
    owners: Owners,
) -> Result<Answer, Problem> {
    let (count, total, segment_id, parts) = match owners {
        Owners::Customers(ids) => {
            let count = u64::try_from(ids.len()).unwrap_or(u64::MAX);
            (count, Some(count), None, ids.chunks(AT_ONCE).map(|part| to_text(&part)).collect())
        }
        Owners::Segment(segment_id) => {
            let (count, total) = size_of(tx, &segment_id).await?;
            (count, total, Some(segment_id), Vec::new())
        }
    };
    let (pattern, key) = choose_length(tx, &generate, count).await?;
    let request = Request { coupon_id, pattern, terms, segment_id };
    begin_batch(tx, &id, &request.coupon_id, &request.pattern, key, count).await?;
    let subject = Some(request.coupon_id.clone());
    begin_job(tx, Asked { id, kind: KIND, subject, request: &request, total, inputs: &parts, key_id }).await
}

/// How many customers a segment has at most, and how many it has where that is written down.
async fn size_of(tx: &mut Tx<'_>, segment_id: &str) -> Result<(u64, Option<u64>), Problem> {
    let segment = segments::read_segment(tx, segment_id).await?;
    let segment = segment
        .ok_or_else(|| fault("/generate/segment_id", "there is no such segment; name one by its id, `seg_...`"))?;
    let (most, total) = match segment.kind.as_str() {
        "static" => {
            let count = segments::count_members(tx, segment_id).await?;
            (count, Some(count))
        }
        _ => (customers::count_customers(tx).await?, None),
    };
    if most > LARGEST_BATCH.unsigned_abs() {
        let detail = format!("may have {most} customers; a batch has {LARGEST_BATCH} codes at most");
        return Err(fault("/generate/segment_id", detail));
    }
    Ok((most, total))
}

/// Gives each of many customers a code.
pub(crate) struct GeneratePersonalCodes;

impl Work for GeneratePersonalCodes {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn scope(&self) -> Scope {
        Scope::CodesWrite
    }

    fn prepare<'a>(&'a self, app: &'a App, job: &'a JobRecord) -> BoxFuture<'a, Result<Effect, Problem>> {
        async move {
            let request: Request = read_request(job)?;
            let mut next: Next = read_checkpoint(job)?.unwrap_or_default();
            if next.left.is_empty() && !next.is_over && !take_customers(app, job, &request, &mut next).await? {
                let done = job.done;
                return Ok(Effect::new(move |_| {
                    async move { Ok(Step::failed(done, "The segment was deleted.")) }.boxed()
                }));
            }
            // As many again, for those that are taken.
            let drawn = draw_codes(app, &request.pattern, 2 * next.left.len())?;
            let drawn =
                drawn.into_iter().map(|drawn| (app.new_id(IdKind::Code), drawn.typed, drawn.canonical)).collect();
            let batch = Arc::new(Batch { job_id: job.id.clone(), done: job.done, request, drawn });
            Ok(Effect::new(move |tx| async move { batch.write(tx, next).await }.boxed()))
        }
        .boxed()
    }

    fn stopped<'t>(&'t self, tx: &'t mut Tx<'_>, job: &'t JobRecord) -> BoxFuture<'t, Result<Vec<Change>, Problem>> {
        async move {
            let request: Request = read_request(job)?;
            Ok(vec![finish_batch(tx, GENERATED, &request.coupon_id, &job.id, job.done).await?])
        }
        .boxed()
    }
}

/// Takes the next customers; `false` when their segment is gone.
async fn take_customers(app: &App, job: &JobRecord, request: &Request, next: &mut Next) -> Result<bool, Problem> {
    let Some(segment_id) = &request.segment_id else {
        let (job_id, part) = (job.id.clone(), next.part);
        let parts = app.inner.store.read(move |tx| {
            Box::pin(async move { jobs::read_inputs(tx, &job_id, part, 1).await.map_err(Problem::from) })
        });
        match parts.await?.into_iter().next() {
            None => next.is_over = true,
            Some(part) => {
                next.part = part.number;
                next.left = serde_json::from_str(&part.document).map_err(|error| {
                    tracing::error!(%error, job_id = %job.id, "what a job was given cannot be read");
                    Problem::of(ErrorCode::Internal)
                })?;
            }
        }
        return Ok(true);
    };
    let limit = u32::try_from(AT_ONCE).unwrap_or(u32::MAX);
    let page = PageRequest { limit, cursor: next.cursor.take() };
    let page = match app.list_segment_members(&Caller::program(), segment_id, page).await {
        Err(problem) if problem.error == ErrorCode::NotFound => return Ok(false),
        page => page?,
    };
    next.left = page.data.into_iter().map(|member| member.customer_id).collect();
    next.is_over = page.next_cursor.is_none();
    next.cursor = page.next_cursor;
    Ok(true)
}

/// What a step writes.
struct Batch {
    job_id: String,
    done: u64,
    request: Request,
    /// Id, code and canonical form.
    drawn: Vec<(String, String, String)>,
}

impl Batch {
    async fn write(&self, tx: &mut Tx<'_>, mut next: Next) -> Result<Step, Problem> {
        let Request { coupon_id, .. } = &self.request;
        let coupon = coupons::read_coupon(tx, coupon_id).await?;
        if coupon.is_none_or(|coupon| coupon.status == "archived") {
            return Ok(Step::failed(self.done, "The coupon was archived."));
        }
        let (mut done, mut drawn) = (self.done, self.drawn.as_slice());
        while !next.left.is_empty() && !drawn.is_empty() {
            let (now, later) = drawn.split_at(next.left.len().min(drawn.len()));
            let at = tx.now();
            let records: Vec<OwnCode> =
                next.left.iter().zip(now).map(|(customer_id, drawn)| self.record(at, customer_id, drawn)).collect();
            let outcomes = codes::insert_own_codes(tx, &records).await?;
            let inserted = outcomes.iter().filter(|outcome| **outcome == InsertCode::Inserted).count();
            done += u64::try_from(inserted).unwrap_or_default();
            let mut outcomes = outcomes.into_iter();
            // Whoever no code was left for stays too.
            next.left.retain(|_| outcomes.next() != Some(InsertCode::Inserted));
            drawn = later;
        }
        next.in_vain = if done == self.done && !next.left.is_empty() { next.in_vain + 1 } else { 0 };
        if next.in_vain >= MOST_IN_VAIN {
            return Ok(Step::failed(done, "Hardly any code of this pattern is free. Ask for a greater `length`."));
        }
        jobs::drop_inputs(tx, &self.job_id, next.part).await?;
        // The end has a step of its own: whoever announces codes has the catalogue before it touches any.
        if !next.is_over || !next.left.is_empty() || done > self.done {
            return Ok(Step::more(done, json!(next)));
        }
        let told = finish_batch(tx, GENERATED, coupon_id, &self.job_id, done).await?;
        let result = json!({ "batch_id": self.job_id, "coupon_id": coupon_id, "count": done });
        Ok(Step::last(done, result).of(done).telling([told]).then(After::FollowCoupons))
    }

    fn record(&self, at: Timestamp, customer_id: &str, (id, code, canonical): &(String, String, String)) -> OwnCode {
        let Request { coupon_id, terms, .. } = &self.request;
        let code = CodeRecord {
            kind: "generated".to_owned(),
            limit: terms.limit,
            customer_id: Some(customer_id.to_owned()),
            expires_at: terms.expires_at,
            batch_id: Some(self.job_id.clone()),
            ..CodeRecord::written(id, coupon_id, code, canonical, at)
        };
        OwnCode { code, balance: terms.balance.clone() }
    }
}
