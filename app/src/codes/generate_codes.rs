//! The job that makes many codes. Each step draws a batch and inserts what is free; what was taken is drawn again by the next.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tessera_engine::code::pattern::{DrawnCode, PatternRequest, SPARSENESS};
use tessera_store::Tx;
use tessera_store::codes::{self, BatchCode, CodesOf, NewBatch};
use tessera_store::coupons;
use tessera_store::jobs::JobRecord;

use super::changes::GENERATED;
use super::create_code::pattern_fault;
use super::finish_batch::finish_batch;
use super::request::{Generate, NewTerms};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::clock::Randomness;
use crate::ids::{IdKind, id_of};
use crate::jobs::begin_job::Asked;
use crate::jobs::work::{Effect, Step, Work};
use crate::jobs::{begin_job, read_checkpoint, read_request};
use crate::mutation::After;
use crate::orders::to_text;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// The kind of the job.
pub(crate) const KIND: &str = "generate_codes";

/// Codes of one step: so few that whoever redeems meanwhile does not feel it.
const AT_ONCE: u64 = 5_000;

/// Codes there could be for each that is asked for, so that a part of them is never full.
const ROOM: u128 = 1_000;

/// When of so many draws, one step after the other, none was free, the pattern has hardly any left.
const MOST_IN_VAIN: u64 = 100;

/// Bytes that are asked of the source of randomness at a time.
const POOL: usize = 32 * 1_024;

/// What the job is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Request {
    coupon_id: String,
    count: u64,
    pattern: PatternRequest,
    terms: NewTerms,
}

/// Makes the job, with a length that keeps its codes rare.
pub(super) async fn begin_generating(
    tx: &mut Tx<'_>,
    id: String,
    key_id: &str,
    coupon_id: String,
    terms: NewTerms,
    generate: Generate,
) -> Result<Answer, Problem> {
    let count = generate.count.unwrap_or(1);
    let (pattern, key) = choose_length(tx, &generate, count).await?;
    let request = Request { coupon_id, count, pattern, terms };
    begin_batch(tx, &id, &request.coupon_id, &request.pattern, key, count).await?;
    let subject = Some(request.coupon_id.clone());
    begin_job(tx, Asked { id, kind: KIND, subject, request: &request, total: Some(count), inputs: &[], key_id }).await
}

/// Notes a batch that is to be made: from now on its codes are counted.
pub(super) async fn begin_batch(
    tx: &mut Tx<'_>,
    id: &str,
    coupon_id: &str,
    pattern: &PatternRequest,
    key: String,
    count: u64,
) -> Result<(), Problem> {
    let batch = NewBatch {
        id: id.to_owned(),
        coupon_id: coupon_id.to_owned(),
        pattern: Some(key),
        request: to_text(pattern),
        count,
    };
    Ok(codes::begin_batch(tx, &batch).await?)
}

/// The shortest length that is left open at which the codes are rare among those there could be, what was made before
/// counted in.
pub(super) async fn choose_length(
    tx: &mut Tx<'_>,
    generate: &Generate,
    count: u64,
) -> Result<(PatternRequest, String), Problem> {
    let mut refused = Problem::of(ErrorCode::CodesTooDense);
    for length in generate.pattern.lengths() {
        let request = generate.pattern.clone().with_length(length);
        let pattern = match request.pattern() {
            Ok(pattern) => pattern,
            // What is too long for a prefix is no better when it is longer still.
            Err(fault) => return Err(pattern_fault(&fault)),
        };
        let key = pattern.key();
        let made = u128::from(codes::count_of_pattern(tx, &key).await?) + u128::from(count);
        let is_rare = made.saturating_mul(SPARSENESS) <= pattern.space();
        if is_rare || (generate.confirms_dense && made.saturating_mul(2) <= pattern.space()) {
            return Ok((request, key));
        }
        let detail = format!(
            "{made} of the {} codes that {length} random characters can make would be in use, more than one in a million: who guesses finds one. Ask for a greater `length`{}.",
            pattern.space(),
            if generate.confirms_dense {
                "; half of them are the most"
            } else {
                ", or confirm with `confirm_dense: true`"
            }
        );
        refused = Problem::new(ErrorCode::CodesTooDense, detail);
    }
    Err(refused)
}

/// Random bytes, asked for many at a time.
struct Pool<'a> {
    source: &'a dyn Randomness,
    bytes: Vec<u8>,
}

impl Pool<'_> {
    fn fill(&mut self, buffer: &mut [u8]) {
        if self.bytes.len() < buffer.len() {
            self.bytes.resize(POOL.max(buffer.len()), 0);
            self.source.fill(&mut self.bytes);
        }
        let rest = self.bytes.split_off(self.bytes.len() - buffer.len());
        buffer.copy_from_slice(&rest);
    }
}

/// Draws codes, in no order: whoever knows one knows nothing of the next.
pub(super) fn draw_codes(app: &App, pattern: &PatternRequest, count: usize) -> Result<Vec<DrawnCode>, Problem> {
    let pattern = pattern.pattern().map_err(|fault| pattern_fault(&fault))?;
    let mut pool = Pool { source: app.inner.randomness.as_ref(), bytes: Vec::new() };
    Ok((0..count).map(|_| pattern.draw(&mut |buffer| pool.fill(buffer))).collect())
}

/// Draws codes, sorted by their text so that they are inserted in the order of the index. Of a batch of many steps each
/// has a part of the space of its own: drawn from all of it, the codes of a step would touch nearly every page of the
/// index, step after step.
fn draw(randomness: &dyn Randomness, request: &Request, done: u64, now: Timestamp) -> Result<Vec<BatchCode>, Problem> {
    let pattern = request.pattern.pattern().map_err(|fault| pattern_fault(&fault))?;
    let mut pool = Pool { source: randomness, bytes: Vec::new() };
    let count = request.count;
    let wanted = count.saturating_sub(done).min(AT_ONCE);
    let has_parts = count > AT_ONCE && pattern.space() / u128::from(count) >= ROOM;
    let mut fill = |buffer: &mut [u8]| pool.fill(buffer);
    let mut drawn: Vec<_> = match has_parts {
        true => (0..wanted).map(|_| pattern.draw_between(done, done + wanted, count, &mut fill)).collect(),
        false => (0..wanted).map(|_| pattern.draw(&mut fill)).collect(),
    };
    drawn.sort_unstable_by(|a, b| a.canonical.cmp(&b.canonical));
    let mut ids: Vec<String> = Vec::with_capacity(drawn.len());
    for _ in 0..drawn.len() {
        let mut random = [0; 10];
        pool.fill(&mut random);
        ids.push(id_of(IdKind::Code, now, random));
    }
    ids.sort_unstable();
    let codes = drawn.into_iter().zip(ids);
    Ok(codes.map(|(drawn, id)| BatchCode { id, code: drawn.typed, canonical: drawn.canonical }).collect())
}

/// Makes codes.
pub(crate) struct GenerateCodes;

impl Work for GenerateCodes {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn scope(&self) -> Scope {
        Scope::CodesWrite
    }

    fn prepare<'a>(&'a self, app: &'a App, job: &'a JobRecord) -> BoxFuture<'a, Result<Effect, Problem>> {
        async move {
            let request: Request = read_request(job)?;
            // The unit of work may be done again: it shares what was drawn.
            let drawn = Arc::new(draw(app.inner.randomness.as_ref(), &request, job.done, app.inner.clock.now())?);
            let so_far = SoFar { done: job.done, in_vain: read_checkpoint(job)?.unwrap_or_default() };
            let job_id = job.id.clone();
            Ok(Effect::new(move |tx| insert(tx, job_id, so_far, request, drawn).boxed()))
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

/// What earlier steps came to.
#[derive(Clone, Copy)]
struct SoFar {
    /// Codes that were made.
    done: u64,
    /// Draws since the last code that was free.
    in_vain: u64,
}

async fn insert(
    tx: &mut Tx<'_>,
    job_id: String,
    SoFar { done, in_vain }: SoFar,
    request: Request,
    drawn: Arc<Vec<BatchCode>>,
) -> Result<Step, Problem> {
    let Request { coupon_id, count, terms, .. } = request;
    let coupon = coupons::read_coupon(tx, &coupon_id).await?;
    if coupon.is_none_or(|coupon| coupon.status == "archived") {
        return Ok(Step::failed(done, "The coupon was archived."));
    }
    let of = CodesOf {
        coupon_id,
        kind: "generated",
        batch_id: job_id,
        limit: terms.limit,
        customer_id: terms.customer_id,
        expires_at: terms.expires_at,
        balance: terms.balance,
    };
    let inserted = codes::insert_codes(tx, &of, &drawn).await?;
    let in_vain = if inserted == 0 { in_vain + u64::try_from(drawn.len()).unwrap_or(u64::MAX) } else { 0 };
    if in_vain >= MOST_IN_VAIN {
        return Ok(Step::failed(done, "Hardly any code of this pattern is free. Ask for a greater `length`."));
    }
    let done = done + inserted;
    // The end has a step of its own: whoever announces codes has the catalogue before it touches any.
    if done < count || inserted > 0 {
        return Ok(Step::more(done, json!(in_vain)));
    }
    let told = finish_batch(tx, GENERATED, &of.coupon_id, &of.batch_id, done).await?;
    let result = json!({ "batch_id": of.batch_id, "coupon_id": of.coupon_id, "count": done });
    Ok(Step::last(done, result).telling([told]).then(After::FollowCoupons))
}
