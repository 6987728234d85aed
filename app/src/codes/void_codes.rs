//! `POST /v1/jobs/{id}/void-codes`: a whole batch unlocks nothing any more. A job.

use futures::FutureExt;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tessera_store::codes;
use tessera_store::jobs::JobRecord;

use super::changes::batch_changed;
use super::create_code::not_found;
use super::request::BatchVoid;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::ids::IdKind;
use crate::jobs::begin_job::Asked;
use crate::jobs::work::{Effect, Step, Work};
use crate::jobs::{begin_job, read_request, stop_job};
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

/// Codes that are voided in one step. Orders with codes of the coupon wait meanwhile.
const AT_ONCE: u32 = 1_000;

/// What the job is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Request {
    coupon_id: String,
    batch_id: String,
}

impl App {
    /// Makes the job that voids every code of a batch that is not void. Their history and what is left on them stay in the
    /// books, and their texts are free again.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn void_codes(&self, mutation: Mutation, batch_id: &str, batch: BatchVoid) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CodesWrite)?;
        let (batch_id, id) = (batch_id.to_owned(), self.new_id(IdKind::Job));
        let key_id = mutation.caller.key_id.to_string();
        self.mutate("void_codes", mutation, After::BeginJobs, move |tx| {
            Box::pin(async move {
                let coupon_id = codes::coupon_of_batch(tx, &batch_id).await?;
                let coupon_id = coupon_id.ok_or_else(|| not_found("batch of codes", &batch_id))?;
                // What is still being made would escape.
                let stopped = stop_job(tx, &batch_id).await?.map(|(_, told)| told).unwrap_or_default();
                let request = Request { coupon_id: coupon_id.clone(), batch_id };
                let asked = Asked {
                    id,
                    kind: VoidCodes.kind(),
                    subject: Some(coupon_id),
                    request: &request,
                    total: None,
                    inputs: &[],
                    key_id: &key_id,
                };
                Ok(begin_job(tx, asked).await?.because(batch.reason).telling(stopped))
            })
        })
        .await
    }
}

/// Voids the codes of a batch.
pub(crate) struct VoidCodes;

impl Work for VoidCodes {
    fn kind(&self) -> &'static str {
        "void_codes"
    }

    fn scope(&self) -> Scope {
        Scope::CodesWrite
    }

    fn prepare<'a>(&'a self, _: &'a App, job: &'a JobRecord) -> BoxFuture<'a, Result<Effect, Problem>> {
        async move {
            let (Request { coupon_id, batch_id }, done) = (read_request(job)?, job.done);
            Ok(Effect::new(move |tx| {
                async move {
                    let voided = codes::void_some_of_batch(tx, &coupon_id, &batch_id, AT_ONCE).await?;
                    let done = done + voided;
                    if voided == u64::from(AT_ONCE) {
                        return Ok(Step::more(done, Value::Null).then(After::FollowCoupons));
                    }
                    let told = batch_changed("codes.voided", &coupon_id, &batch_id, done);
                    let result = json!({ "batch_id": batch_id, "coupon_id": coupon_id, "count": done });
                    Ok(Step::last(done, result).of(done).telling([told]).then(After::FollowCoupons))
                }
                .boxed()
            }))
        }
        .boxed()
    }

    fn stopped<'t>(
        &'t self,
        _: &'t mut tessera_store::Tx<'_>,
        job: &'t JobRecord,
    ) -> BoxFuture<'t, Result<Vec<Change>, Problem>> {
        async move {
            let Request { coupon_id, batch_id } = read_request(job)?;
            Ok(vec![batch_changed("codes.voided", &coupon_id, &batch_id, job.done)])
        }
        .boxed()
    }
}
