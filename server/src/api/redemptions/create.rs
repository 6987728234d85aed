//! `POST /v1/redemptions`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::redemptions::RedemptionRequest;

use crate::answer::{Reply, mutation};
use crate::api::schema::redemption::{PlacedOrder, RedemptionRequest as RedemptionRequestSchema};
use crate::extract::MutationRequest;

/// Place an order with its discounts.
///
/// Prices the cart, takes the uses it needs and records the order, in one transaction: all or nothing. With no discounts
/// it records the order. With `expected_total` another total changes nothing and is refused as `total_changed` with the
/// new `quote`; a presented code that gives nothing is refused as `discount_not_available` unless `partial` is true.
/// A cart with `billing` records a payment of a subscription: it takes the terms of the first order and consumes nothing.
#[utoipa::path(
    post,
    path = "/v1/redemptions",
    tag = "Redemptions",
    security(("key" = ["redemptions"])),
    request_body(content = RedemptionRequestSchema, content_type = "application/json"),
    responses(
        (status = 201, description = "The order is placed.", body = PlacedOrder),
        (status = 409, description = "`total_changed`, `discount_not_available`, `order_already_committed`, `renewal_recorded`, `request_in_progress`."),
    )
)]
pub(super) async fn create_redemption(State(app): State<App>, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let order = tessera_engine::from_json::<RedemptionRequest>(&request.body)?;
    mutation(app.create_redemption(request, order).await?)
}
