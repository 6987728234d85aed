//! `POST /v1/orders/bulk`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::bulk::Bulk;

use crate::answer::{Reply, job};
use crate::api::schema::job::Job;
use crate::api::schema::past_order::PastOrders;
use crate::extract::{BATCH_LIMIT, MutationRequest};

/// Tell of many past orders.
///
/// Orders that were placed elsewhere, up to 1,000 in at most 8 MiB. A job writes them, each by itself: `errors` of the job
/// names what was refused by its row, `result` counts `recorded`, `replaced`, `unchanged` and `refused`. A past order that
/// is `placed` counts for `first_order`, `orders_count`, `total_spent`, `purchased` and for backtests; it consumes no limit.
/// Told again with another content it is replaced; an order that was placed here is never touched. What was paid is the
/// price of the cart without coupons less `discount_total`.
#[utoipa::path(
    post,
    path = "/v1/orders/bulk",
    tag = "Orders",
    security(("key" = ["redemptions"])),
    request_body(content = PastOrders, content_type = "application/json"),
    responses(
        (status = 202, description = "The job.", body = Job, headers(("Location" = String, description = "Where the job is."))),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn record_past_orders(State(app): State<App>, request: MutationRequest<BATCH_LIMIT>) -> Reply {
    let request = request.once_only()?;
    let bulk = Bulk::read(&request.body, "orders")?;
    job(app.record_past_orders(request, bulk).await?)
}
