//! `POST /v1/orders/{order_id}/cancel`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::orders::Reason;

use crate::answer::{Reply, mutation};
use crate::api::schema::order::{Order, Reason as ReasonSchema};
use crate::extract::{MutationRequest, PathId};

/// Cancel an order.
///
/// Every use, budget and balance comes back, and the customer's first order is free again; a day's count stays. Once
/// more: the same answer.
#[utoipa::path(
    post,
    path = "/v1/orders/{order_id}/cancel",
    tag = "Orders",
    security(("key" = ["redemptions"])),
    params(("order_id" = String, Path, description = "Your own id of the order.")),
    request_body(content = ReasonSchema, content_type = "application/json"),
    responses(
        (status = 200, description = "The order.", body = Order),
        (status = 404, description = "`order_unknown`."),
        (status = 409, description = "`order_ended`, `request_in_progress`."),
    )
)]
pub(super) async fn cancel_order(State(app): State<App>, PathId(order_id): PathId, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let reason = tessera_engine::from_json::<Reason>(&request.body)?;
    mutation(app.cancel_order(request, &order_id, reason).await?)
}
