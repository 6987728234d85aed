//! `POST /v1/reservations/{id}/commit`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::reservations::CommitRequest;

use crate::answer::{Reply, mutation};
use crate::api::schema::redemption::PlacedOrder;
use crate::api::schema::reservation::CommitRequest as CommitRequestSchema;
use crate::extract::{MutationRequest, PathId};

/// Place the order of a hold.
///
/// Without `cart` the order is placed as it was held. Another `cart` is priced with the coupons that are held, at the
/// versions and the instant they were held with; no others are added. Once more with the same cart: the same answer.
#[utoipa::path(
    post,
    path = "/v1/reservations/{id}/commit",
    tag = "Reservations",
    security(("key" = ["redemptions"])),
    params(("id" = String, Path, description = "`rsv_...`")),
    request_body(content = CommitRequestSchema, content_type = "application/json"),
    responses(
        (status = 200, description = "The order is placed.", body = PlacedOrder),
        (status = 409, description = "`total_changed`, `discount_not_available`, `reservation_expired`, `reservation_released`, `order_already_committed`, `request_in_progress`."),
    )
)]
pub(super) async fn commit_reservation(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    let request = request.once_only()?;
    let commit = match request.body.as_slice() {
        [] => CommitRequest::default(),
        body => tessera_engine::from_json::<CommitRequest>(body)?,
    };
    mutation(app.commit_reservation(request, &id, commit).await?)
}
