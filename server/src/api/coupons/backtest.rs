//! `POST /v1/coupons/{id}/backtest`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::backtests::BacktestRequest;

use crate::answer::{Reply, job};
use crate::api::schema::backtest::BacktestBody;
use crate::api::schema::job::Job;
use crate::extract::{MutationRequest, PathId, or_nothing};

/// Run a coupon over the orders there were.
///
/// A job prices every order of the time, past ones too, at its own instant with this coupon and no other; nothing is
/// changed. The coupon is taken as in force all the time, its status, dates and campaign are not asked, and its code counts
/// as typed; its limits and budgets hold within the backtest in the order of time.
///
/// `result` of the job, amounts in minor units by currency: `orders`, `touched` (on which it gives something), `discount`,
/// `average_discount`, `revenue_before` and `revenue_after` (goods, setup fees, shipping and fees of the touched orders
/// without coupons and with this one, before tax is added), `margin` (goods and setup fees without tax less their cost;
/// `null` where a cost is not known, of `orders_without_cost`), `new_customers`, `returning_customers` and
/// `unknown_customers` (touched orders of who had not ordered before, had, or is nobody known), `overlap` (other coupons
/// that were on touched orders, with what they gave), `reasons` (why it gives nothing on the others), `by_month` and
/// `facts_used`.
#[utoipa::path(
    post,
    path = "/v1/coupons/{id}/backtest",
    tag = "Coupons",
    security(("key" = ["coupons:read"])),
    params(("id" = String, Path, description = "`cpn_...`")),
    request_body(content = BacktestBody, content_type = "application/json"),
    responses(
        (status = 202, description = "The job.", body = Job, headers(("Location" = String, description = "Where the job is."))),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn create_backtest(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let period = tessera_engine::from_json::<BacktestRequest>(&app.with_days("from", "to", or_nothing(&request.body)))?;
    job(app.create_backtest(request, &id, period).await?)
}
