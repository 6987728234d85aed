//! `POST /v1/coupons/{id}/backtest`: what a coupon would have done to the orders there were.

use serde_json::value::RawValue;
use tessera_store::coupons;

use super::request::BacktestRequest;
use super::work::{Asked, Backtest};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::ids::IdKind;
use crate::jobs::begin_job::{Asked as AskedJob, begin_job};
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Begins a backtest of a coupon at its version of now; answers 202 with the job.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn create_backtest(
        &self,
        mutation: Mutation,
        coupon_id: &str,
        request: BacktestRequest,
    ) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsRead)?;
        let (job_id, coupon_id) = (self.new_id(IdKind::Job), coupon_id.to_owned());
        let key_id = mutation.caller.key_id.to_string();
        self.mutate("create_backtest", mutation, After::BeginJobs, move |tx| {
            Box::pin(async move {
                let coupon = coupons::read_coupon(tx, &coupon_id)
                    .await?
                    .ok_or_else(|| Problem::new(ErrorCode::NotFound, format!("There is no coupon `{coupon_id}`.")))?;
                let terms = RawValue::from_string(coupon.terms).map_err(|error| {
                    tracing::error!(%error, coupon_id, "a stored coupon cannot be read");
                    Problem::of(ErrorCode::Internal)
                })?;
                let asked = Asked { coupon_id: coupon_id.clone(), terms, from: request.from, to: request.to };
                let job = AskedJob {
                    id: job_id,
                    kind: Backtest::KIND,
                    subject: Some(coupon_id),
                    request: &asked,
                    total: None,
                    inputs: &[],
                    key_id: &key_id,
                };
                begin_job(tx, job).await
            })
        })
        .await
    }
}
