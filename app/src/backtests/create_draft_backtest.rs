//! `POST /v1/coupons/backtest`: the same for a coupon that is not saved.

use serde_json::value::RawValue;

use super::request::DraftBacktest;
use super::work::{Asked, Backtest};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::ids::IdKind;
use crate::jobs::begin_job::{Asked as AskedJob, begin_job};
use crate::mutation::{After, Mutation};
use crate::orders::to_text;
use crate::problem::Problem;
use crate::start::App;

/// What stands for the id of a coupon that has none.
const DRAFT: &str = "draft";

impl App {
    /// Begins a backtest of a coupon that is not saved; answers 202 with the job. Nothing of the coupon is kept but with
    /// the job.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn create_draft_backtest(&self, mutation: Mutation, draft: DraftBacktest) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsRead)?;
        let (job_id, key_id) = (self.new_id(IdKind::Job), mutation.caller.key_id.to_string());
        self.mutate("create_draft_backtest", mutation, After::BeginJobs, move |tx| {
            Box::pin(async move {
                let terms = RawValue::from_string(to_text(&draft.terms)).expect("terms serialise as JSON");
                let asked = Asked { coupon_id: DRAFT.to_owned(), terms, from: draft.period.from, to: draft.period.to };
                let job = AskedJob {
                    id: job_id,
                    kind: Backtest::KIND,
                    subject: None,
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
