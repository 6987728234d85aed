//! `PUT /v1/reservations/{id}`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::reservations::UpdateRequest;

use crate::answer::{Reply, mutation};
use crate::api::schema::reservation::{Reservation, UpdateRequest as UpdateRequestSchema};
use crate::extract::{MutationRequest, PathId};

/// Let a hold follow another cart.
///
/// Prices the cart and moves what is held to it, all or nothing. Coupons that are held keep the version they were held
/// with; others come at the version of now. Send every code that is to stay: a held code that is not in `discounts` is
/// given back. The hold ends when it would have ended.
#[utoipa::path(
    put,
    path = "/v1/reservations/{id}",
    tag = "Reservations",
    security(("key" = ["redemptions"])),
    params(("id" = String, Path, description = "`rsv_...`")),
    request_body(content = UpdateRequestSchema, content_type = "application/json"),
    responses(
        (status = 200, description = "It is held.", body = Reservation),
        (status = 409, description = "`total_changed`, `discount_not_available`, `reservation_expired`, `reservation_released`, `order_already_committed`, `request_in_progress`."),
    )
)]
pub(super) async fn update_reservation(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let cart = tessera_engine::from_json::<UpdateRequest>(&request.body)?;
    mutation(app.update_reservation(request, &id, cart).await?)
}
