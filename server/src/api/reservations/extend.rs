//! `POST /v1/reservations/{id}/extend`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::reservations::ExtendRequest;

use crate::answer::{Reply, mutation};
use crate::api::schema::reservation::{ExtendRequest as ExtendRequestSchema, Reservation};
use crate::extract::{MutationRequest, PathId};

/// Set the end of a hold.
///
/// To so many seconds from now; no hold lives longer than 7 days in all.
#[utoipa::path(
    post,
    path = "/v1/reservations/{id}/extend",
    tag = "Reservations",
    security(("key" = ["redemptions"])),
    params(("id" = String, Path, description = "`rsv_...`")),
    request_body(content = ExtendRequestSchema, content_type = "application/json"),
    responses(
        (status = 200, description = "It is held.", body = Reservation),
        (status = 409, description = "`reservation_expired`, `reservation_released`, `order_already_committed`, `request_in_progress`."),
    )
)]
pub(super) async fn extend_reservation(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let hold = tessera_engine::from_json::<ExtendRequest>(&request.body)?;
    mutation(app.extend_reservation(request, &id, hold).await?)
}
