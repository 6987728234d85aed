//! The job that gives a coupon the codes of a table. Each step reads some chunks of it, deals with so many rows, and notes
//! where the next row begins.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tessera_engine::{Code, Terms};
use tessera_store::codes::{self, CodeRecord, InsertCode, OwnCode};
use tessera_store::jobs::{self, JobError, JobRecord};
use tessera_store::{Tx, coupons};

use super::head::Head;
use super::intake::CHUNK;
use super::rows::{AskedRow, RowFault, Rows, TableRow, read_rows};
use crate::caller::Scope;
use crate::change::Change;
use crate::codes::changes::IMPORTED;
use crate::codes::create_code::holds_money;
use crate::codes::finish_batch::finish_batch;
use crate::codes::request::{AskedCodes, NewCode};
use crate::coupons::Days;
use crate::coupons::stored_terms;
use crate::ids::IdKind;
use crate::jobs::work::{Effect, Step, Work};
use crate::jobs::{read_checkpoint, read_request};
use crate::mutation::After;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// The kind of the job.
pub(super) const KIND: &str = "import_codes";

/// Rows of one step: so few that whoever redeems meanwhile does not feel it.
const AT_ONCE: usize = 1_000;

/// Chunks that a step reads: more than a thousand usual rows take, and the longest row there may be.
const WINDOW: u32 = 8;

/// What the job is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) coupon_id: String,
    pub(super) is_dry_run: bool,
    pub(super) head: Head,
}

/// How far a job came, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Progress {
    /// The last chunk that was wholly dealt with.
    chunk: u64,
    /// Bytes of the next that were.
    offset: usize,
    /// The line on which the next row stands, or a blank line before it.
    line: u64,
    /// Rows that were dealt with.
    rows: u64,
    /// Codes that the coupon has now.
    created: u64,
    /// Codes that it had before.
    already_there: u64,
    /// Rows that were refused.
    refused: u64,
}

impl Progress {
    fn read(job: &JobRecord, head: &Head) -> Result<Self, Problem> {
        // Of what was never begun the head is read; its line break may be left.
        let at_head =
            Self { chunk: 0, offset: head.length, line: 0, rows: 0, created: 0, already_there: 0, refused: 0 };
        Ok(read_checkpoint(job)?.unwrap_or(at_head))
    }

    fn result(&self, batch_id: &str, request: &Request) -> Value {
        let Self { created, already_there, refused, .. } = self;
        json!({
            "batch_id": (!request.is_dry_run).then_some(batch_id),
            "coupon_id": request.coupon_id,
            "dry_run": request.is_dry_run,
            "created": created,
            "already_there": already_there,
            "refused": refused,
        })
    }
}

/// Gives a coupon the codes of a table.
pub(crate) struct ImportCodes;

impl Work for ImportCodes {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn scope(&self) -> Scope {
        Scope::CodesWrite
    }

    fn prepare<'a>(&'a self, app: &'a App, job: &'a JobRecord) -> BoxFuture<'a, Result<Effect, Problem>> {
        async move {
            let request: Request = read_request(job)?;
            let mut progress = Progress::read(job, &request.head)?;
            let (job_id, after) = (job.id.clone(), progress.chunk);
            let chunks = app.inner.store.read(move |tx| {
                Box::pin(async move { jobs::read_inputs(tx, &job_id, after, WINDOW).await.map_err(Problem::from) })
            });
            let chunks = chunks.await?;
            let is_end = u32::try_from(chunks.len()).unwrap_or(u32::MAX) < WINDOW;
            let text: String = chunks.iter().map(|chunk| chunk.document.as_str()).collect();
            if progress.line == 0 {
                let head = text.get(..progress.offset).unwrap_or_default();
                progress.line = 1 + u64::try_from(head.matches('\n').count()).unwrap_or_default();
            }
            let rest = text.get(progress.offset..).unwrap_or_default();
            let days = Days::of(&app.live().settings);
            let Rows { rows, used, lines, is_over } =
                read_rows(rest, progress.line, &request.head, &days, is_end, AT_ONCE);
            let is_stuck = used == 0 && !is_over;
            let mut passed = progress.offset + used;
            for chunk in &chunks {
                if passed < chunk.document.len() {
                    break;
                }
                passed -= chunk.document.len();
                progress.chunk = chunk.number;
            }
            (progress.offset, progress.line) = (passed, progress.line + lines);
            let new_id = || app.new_id(IdKind::Code);
            let rows: Vec<Asked> = rows.into_iter().map(|row| Asked::of(row, new_id())).collect();
            let batch = Arc::new(Batch { job_id: job.id.clone(), request, rows });
            Ok(Effect::new(move |tx| {
                async move {
                    if is_stuck {
                        let most = CHUNK * usize::try_from(WINDOW - 1).unwrap_or(1) / 1024;
                        let why = format!("Line {} is longer than {most} KiB. A quote is not closed.", progress.line);
                        return Ok(Step::failed(progress.rows, why));
                    }
                    batch.write(tx, progress, is_over).await
                }
                .boxed()
            }))
        }
        .boxed()
    }

    fn stopped<'t>(&'t self, tx: &'t mut Tx<'_>, job: &'t JobRecord) -> BoxFuture<'t, Result<Vec<Change>, Problem>> {
        async move {
            let request: Request = read_request(job)?;
            let progress = Progress::read(job, &request.head)?;
            if request.is_dry_run {
                return Ok(Vec::new());
            }
            Ok(vec![finish_batch(tx, IMPORTED, &request.coupon_id, &job.id, progress.created).await?])
        }
        .boxed()
    }
}

/// A row with the id that its code gets.
struct Asked {
    line: u64,
    id: String,
    read: Result<(AskedRow, Code), Vec<RowFault>>,
}

impl Asked {
    fn of(row: TableRow, id: String) -> Self {
        let read = row.read.and_then(|read| match &read.new.asked {
            AskedCodes::Written(code) => Ok((read.clone(), code.clone())),
            AskedCodes::Generated(_) => Err(vec![("required", "`code`: is missing".to_owned())]),
        });
        Self { line: row.line, id, read }
    }
}

/// What a step writes.
struct Batch {
    job_id: String,
    request: Request,
    rows: Vec<Asked>,
}

/// What became of a row.
enum Outcome {
    Created,
    AlreadyThere,
    Refused(Vec<RowFault>),
}

impl Batch {
    async fn write(&self, tx: &mut Tx<'_>, mut progress: Progress, is_over: bool) -> Result<Step, Problem> {
        let coupon_id = &self.request.coupon_id;
        let coupon = coupons::read_coupon(tx, coupon_id).await?.filter(|coupon| coupon.status != "archived");
        let Some(coupon) = coupon else {
            return Ok(Step::failed(progress.rows, "The coupon was archived."));
        };
        let outcomes = self.outcomes(tx, &stored_terms(&coupon.id, &coupon.terms)?).await?;
        let mut errors = Vec::new();
        for (row, outcome) in self.rows.iter().zip(outcomes) {
            progress.rows += 1;
            match outcome {
                Outcome::Created => progress.created += 1,
                Outcome::AlreadyThere => progress.already_there += 1,
                Outcome::Refused(faults) => {
                    progress.refused += 1;
                    let error =
                        |(code, detail): RowFault| JobError { row: Some(row.line), code: code.to_owned(), detail };
                    errors.extend(faults.into_iter().map(error));
                }
            }
        }
        // The end has a step of its own: whoever announces codes has the catalogue before it touches any.
        if !is_over || !self.rows.is_empty() {
            jobs::drop_inputs(tx, &self.job_id, progress.chunk).await?;
            return Ok(Step::more(progress.rows, json!(progress)).with_errors(errors));
        }
        let result = progress.result(&self.job_id, &self.request);
        let step = Step::last(progress.rows, result).of(progress.rows).with_errors(errors);
        if self.request.is_dry_run {
            return Ok(step);
        }
        let told = finish_batch(tx, IMPORTED, coupon_id, &self.job_id, progress.created).await?;
        Ok(step.telling([told]).then(After::FollowCoupons))
    }

    /// What becomes of each row, in their order. Nothing of a table that is only tried is stored but the codes it holds, so
    /// that a second of two is known.
    async fn outcomes(&self, tx: &mut Tx<'_>, coupon: &Terms) -> Result<Vec<Outcome>, Problem> {
        let read: Vec<&str> =
            self.rows.iter().filter_map(|row| row.read.as_ref().ok()).map(|(_, code)| code.canonical()).collect();
        let owners = codes::coupons_of_codes(tx, &read).await?;
        let free: Vec<&str> =
            read.iter().zip(&owners).filter(|(_, owner)| owner.is_none()).map(|(code, _)| *code).collect();
        let mut void = codes::are_void(tx, &self.request.coupon_id, &free).await?.into_iter();
        let mut owners = owners.into_iter();
        let now = tx.now();
        let (mut outcomes, mut fresh) = (Vec::with_capacity(self.rows.len()), Vec::new());
        for row in &self.rows {
            let (asked, code) = match &row.read {
                Ok(read) => read,
                Err(faults) => {
                    outcomes.push(Outcome::Refused(faults.clone()));
                    continue;
                }
            };
            let owner = owners.next().flatten();
            let was_void = owner.is_none() && void.next().unwrap_or_default();
            outcomes.push(match owner {
                Some(owner) if owner == self.request.coupon_id => Outcome::AlreadyThere,
                Some(_) => taken(),
                // The same table is sent again after anything: what was made void since stays so.
                None if was_void => Outcome::Refused(vec![(
                    ErrorCode::CodeVoid.code(),
                    "`code`: was made void and does not come back with a table; make it by itself if it is to"
                        .to_owned(),
                )]),
                None => match fault_of(asked, coupon, now) {
                    Some(fault) => Outcome::Refused(vec![fault]),
                    None => {
                        fresh.push((outcomes.len(), row, &asked.new, code));
                        Outcome::Created
                    }
                },
            });
        }
        if self.request.is_dry_run {
            let marks: Vec<&str> = fresh.iter().map(|(_, _, _, code)| code.canonical()).collect();
            let is_first = jobs::mark(tx, &self.job_id, &marks).await?;
            for ((place, ..), _) in fresh.iter().zip(is_first).filter(|(_, is_first)| !is_first) {
                outcomes[*place] = Outcome::AlreadyThere;
            }
            return Ok(outcomes);
        }
        let records: Vec<OwnCode> = fresh.iter().map(|(_, row, new, code)| self.record(row, new, code, now)).collect();
        let mut late = Vec::new();
        for ((place, _, _, code), inserted) in fresh.iter().zip(codes::insert_own_codes(tx, &records).await?) {
            if inserted == InsertCode::Taken {
                late.push((*place, code.canonical()));
            }
        }
        // A row before had the same code, or somebody else was faster.
        let canonicals: Vec<&str> = late.iter().map(|(_, canonical)| *canonical).collect();
        for ((place, _), owner) in late.iter().zip(codes::coupons_of_codes(tx, &canonicals).await?) {
            let is_own = owner.is_some_and(|owner| owner == self.request.coupon_id);
            outcomes[*place] = if is_own { Outcome::AlreadyThere } else { taken() };
        }
        Ok(outcomes)
    }

    fn record(&self, row: &Asked, new: &NewCode, code: &Code, now: Timestamp) -> OwnCode {
        let terms = &new.terms;
        let written = CodeRecord::written(&row.id, &self.request.coupon_id, code.typed(), code.canonical(), now);
        let code = CodeRecord {
            limit: terms.limit,
            customer_id: terms.customer_id.clone(),
            expires_at: terms.expires_at,
            batch_id: Some(self.job_id.clone()),
            ..written
        };
        OwnCode { code, balance: terms.balance.clone() }
    }
}

/// Why a code that nobody has cannot be one. What was used up or void where it comes from gave nothing there.
fn fault_of(asked: &AskedRow, coupon: &Terms, now: Timestamp) -> Option<RowFault> {
    let terms = &asked.new.terms;
    if let Err(was) = asked.was_live {
        return Some((was, "`status`: it was not live where it was exported; leave the row out".to_owned()));
    }
    if terms.expires_at.is_some_and(|end| end <= now) {
        return Some((
            "invalid_value",
            "`expires_at`: lies in the past; name a later time, or leave it out".to_owned(),
        ));
    }
    let needs_money = terms.balance.is_some() && !holds_money(coupon);
    let words = "`balance`: only a coupon with the benefit `stored_value` has codes with money";
    needs_money.then(|| ("invalid_value", words.to_owned()))
}

fn taken() -> Outcome {
    let words = "`code`: another coupon has a code that reads the same".to_owned();
    Outcome::Refused(vec![(ErrorCode::CodeTaken.code(), words)])
}
