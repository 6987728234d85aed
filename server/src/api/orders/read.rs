//! `GET /v1/orders/{order_id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::order::Order;
use crate::auth::Authenticated;
use crate::extract::PathId;

/// Read an order.
///
/// The quote it was placed at, its redemptions and its refunds, as they are now.
#[utoipa::path(
    get,
    path = "/v1/orders/{order_id}",
    tag = "Orders",
    security(("key" = ["redemptions"])),
    params(("order_id" = String, Path, description = "Your own id of the order.")),
    responses(
        (status = 200, description = "The order.", body = Order),
        (status = 404, description = "`order_unknown`."),
    )
)]
pub(super) async fn read_order(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(order_id): PathId,
) -> Reply {
    mutation(app.read_order(&caller, &order_id).await?)
}
