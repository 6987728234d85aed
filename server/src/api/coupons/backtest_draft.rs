//! `POST /v1/coupons/backtest`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::backtests::DraftBacktest;

use crate::answer::{Reply, job};
use crate::api::schema::backtest::DraftBacktestBody;
use crate::api::schema::job::Job;
use crate::extract::MutationRequest;

/// Run a coupon that is not saved over the orders there were.
///
/// As a backtest of a saved coupon; nothing of the draft is kept but with the job.
#[utoipa::path(
    post,
    path = "/v1/coupons/backtest",
    tag = "Coupons",
    security(("key" = ["coupons:read"])),
    request_body(content = DraftBacktestBody, content_type = "application/json"),
    responses(
        (status = 202, description = "The job.", body = Job,
            headers(("Location" = String, description = "Where the job is."))),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn create_draft_backtest(State(app): State<App>, MutationRequest(request): MutationRequest) -> Reply {
    let draft = tessera_engine::from_json::<DraftBacktest>(&app.with_instants_of("coupon", &request.body))?;
    job(app.create_draft_backtest(request, draft).await?)
}
