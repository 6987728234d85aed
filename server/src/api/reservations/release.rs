//! `POST /v1/reservations/{id}/release`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::list::Nothing;
use crate::api::schema::reservation::Reservation;
use crate::extract::{MutationRequest, PathId};

/// Give back what is held.
///
/// Once more: the same answer.
#[utoipa::path(
    post,
    path = "/v1/reservations/{id}/release",
    tag = "Reservations",
    security(("key" = ["redemptions"])),
    params(("id" = String, Path, description = "`rsv_...`")),
    request_body(content = Option<Nothing>, content_type = "application/json", description = "Nothing, or `{}`."),
    responses(
        (status = 200, description = "It is released.", body = Reservation),
        (status = 409, description = "`reservation_expired`, `order_already_committed`, `request_in_progress`."),
    )
)]
pub(super) async fn release_reservation(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    let request: MutationRequest = MutationRequest(request.without_content()?);
    let request = request.once_only()?;
    mutation(app.release_reservation(request, &id).await?)
}
