//! `POST /v1/orders/{order_id}/refunds`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::refunds::RefundRequest;

use crate::answer::{Reply, mutation};
use crate::api::schema::order::{Refund, RefundRequest as RefundRequestSchema};
use crate::extract::{MutationRequest, PathId};

/// Refund what came back.
///
/// After m of n units of a line have come back, floor(paid x m / n) has gone back for it, tax likewise; setup fees go
/// with their unit, shipping and fees when named. `policy` `keep` gives that; `reprice` gives what was paid so far less
/// what the kept goods cost by themselves under the order's own coupons, never more than `keep`. Uses come back only
/// when every unit has, as the setting `restore_uses` says.
#[utoipa::path(
    post,
    path = "/v1/orders/{order_id}/refunds",
    tag = "Orders",
    security(("key" = ["refunds"])),
    params(("order_id" = String, Path, description = "Your own id of the order.")),
    request_body(content = RefundRequestSchema, content_type = "application/json"),
    responses(
        (status = 201, description = "The refund.", body = Refund),
        (status = 404, description = "`order_unknown`."),
        (status = 409, description = "`order_ended`, `already_refunded`, `request_in_progress`."),
    )
)]
pub(super) async fn create_refund(State(app): State<App>, PathId(order_id): PathId, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let refund = tessera_engine::from_json::<RefundRequest>(&request.body)?;
    mutation(app.create_refund(request, &order_id, refund).await?)
}
