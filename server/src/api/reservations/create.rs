//! `POST /v1/reservations`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::reservations::ReservationRequest;

use crate::answer::{Reply, mutation};
use crate::api::schema::reservation::{Reservation, ReservationRequest as ReservationRequestSchema};
use crate::extract::MutationRequest;

/// Hold what an order will use.
///
/// Prices the cart and holds every use, budget and amount it needs, all or nothing, for 15 minutes unless `hold_seconds`
/// says otherwise. What is held is honoured whatever happens to the coupon meanwhile. A second hold of the same order
/// takes the place of the first.
#[utoipa::path(
    post,
    path = "/v1/reservations",
    tag = "Reservations",
    security(("key" = ["redemptions"])),
    request_body(content = ReservationRequestSchema, content_type = "application/json"),
    responses(
        (status = 201, description = "It is held.", body = Reservation),
        (status = 409, description = "`total_changed`, `discount_not_available`, `order_already_committed`, `too_many_holds`, `request_in_progress`."),
    )
)]
pub(super) async fn create_reservation(State(app): State<App>, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let order = tessera_engine::from_json::<ReservationRequest>(&request.body)?;
    mutation(app.create_reservation(request, order).await?)
}
