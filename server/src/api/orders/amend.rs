//! `POST /v1/orders/{order_id}/amend`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::orders::AmendRequest;

use crate::answer::{Reply, mutation};
use crate::api::schema::order::{AmendRequest as AmendRequestSchema, Order};
use crate::extract::{MutationRequest, PathId};

/// Change what an order buys.
///
/// Prices the cart with the order's own coupons at their own versions. No coupon gives more than it did unless
/// `allow_more` is true.
#[utoipa::path(
    post,
    path = "/v1/orders/{order_id}/amend",
    tag = "Orders",
    security(("key" = ["redemptions"])),
    params(("order_id" = String, Path, description = "Your own id of the order.")),
    request_body(content = AmendRequestSchema, content_type = "application/json"),
    responses(
        (status = 200, description = "The order.", body = Order),
        (status = 404, description = "`order_unknown`."),
        (status = 409, description = "`order_ended`, `order_refunded`, `total_changed`, `discount_not_available`, `request_in_progress`."),
    )
)]
pub(super) async fn amend_order(State(app): State<App>, PathId(order_id): PathId, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let amended = tessera_engine::from_json::<AmendRequest>(&request.body)?;
    mutation(app.amend_order(request, &order_id, amended).await?)
}
