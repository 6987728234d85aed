//! `POST /v1/coupons/{id}/codes/import`: gives a coupon the codes of a table, by a job. Decision 0023.

use std::sync::Arc;

use futures::StreamExt;
use futures::stream::BoxStream;
use serde_json::json;
use tessera_store::codes::NewBatch;
use tessera_store::jobs;
use tessera_store::{Tx, codes};

use super::intake::{Intake, Taken};
use super::received::Received;
use super::work::{KIND, Request};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::codes::create_code::open_coupon;
use crate::codes::request::NewTerms;
use crate::ids::IdKind;
use crate::jobs::begin_job;
use crate::jobs::begin_job::{Asked, accepted};
use crate::mutation::{After, Mutation};
use crate::orders::to_text;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// A table as it arrives, in pieces of any size.
pub type TableBody = BoxStream<'static, Result<Vec<u8>, Problem>>;

/// Chunks that are stored in one unit of work.
const TOGETHER: usize = 16;

impl App {
    /// Takes in a table of codes and makes the job that gives them to a coupon, or with `is_dry_run` the one that says what
    /// would come of it. The table is stored while it arrives; one that does not arrive whole leaves nothing behind.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `coupon_archived`, `invalid_body` for an automatic coupon, `invalid_table`,
    /// `body_too_large`, `unavailable`, and what `body` fails with.
    pub async fn import_codes(
        &self,
        mutation: Mutation,
        coupon_id: &str,
        is_dry_run: bool,
        body: &mut TableBody,
    ) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CodesWrite)?;
        if mutation.idempotency_key.is_none() {
            self.refuse_early(coupon_id).await?;
        }
        let (job_id, key_id) = (self.new_id(IdKind::Job), mutation.caller.key_id.to_string());
        let mut received = Received::new(self, job_id.clone(), coupon_id, &key_id);
        let mut intake = Intake::default();
        while let Some(piece) = body.next().await {
            intake.push(&piece?)?;
            if let Some(chunks) = intake.full(TOGETHER) {
                received.store(chunks).await?;
            }
        }
        let Taken { head, chunks, rows, digest } = intake.finish()?;
        let request = Request { coupon_id: coupon_id.to_owned(), is_dry_run, head };
        let (received, chunks) = (Arc::new(received), Arc::new(chunks));
        let import = Import { job_id, key_id, request, rows, received, chunks };
        // Two tables are the same request when they are the same bytes.
        let mutation = Mutation { body: digest, ..mutation };
        self.mutate("import_codes", mutation, After::BeginJobs, move |tx| Box::pin(import.begin(tx))).await
    }

    /// Spares whoever names a coupon that takes no codes the sending of a table.
    async fn refuse_early(&self, coupon_id: &str) -> Result<(), Problem> {
        let coupon_id = coupon_id.to_owned();
        let found = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { open_coupon(tx, &coupon_id, &NewTerms::default()).await.map(drop) }));
        found.await
    }
}

/// A table that arrived whole.
#[derive(Clone)]
struct Import {
    job_id: String,
    key_id: String,
    request: Request,
    rows: u64,
    /// Held as long as the unit of work may still begin the job, whoever waits for it.
    received: Arc<Received>,
    chunks: Arc<Vec<String>>,
}

impl Import {
    /// Begins the job, with the rest of what it is given.
    async fn begin(self, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
        let Self { job_id, key_id, request, rows, received, chunks } = self;
        open_coupon(tx, &request.coupon_id, &NewTerms::default()).await?;
        if !request.is_dry_run {
            let (id, coupon_id) = (job_id.clone(), request.coupon_id.clone());
            let request = json!({ "imported": true }).to_string();
            codes::begin_batch(tx, &NewBatch { id, coupon_id, pattern: None, request, count: 0 }).await?;
        }
        if !received.is_stored() {
            let subject = Some(request.coupon_id.clone());
            let inputs = chunks.as_slice();
            let asked = Asked {
                id: job_id,
                kind: KIND,
                subject,
                request: &request,
                total: Some(rows),
                inputs,
                key_id: &key_id,
            };
            return begin_job(tx, asked).await;
        }
        jobs::add_inputs(tx, &job_id, &chunks).await?;
        let is_begun = jobs::queue_job(tx, &job_id, &to_text(&request), Some(rows)).await?;
        let job = jobs::read_job(tx, &job_id).await?.filter(|_| is_begun);
        accepted(job.ok_or_else(|| Problem::new(ErrorCode::Unavailable, "The table took too long to arrive."))?)
    }
}
