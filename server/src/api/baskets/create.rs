//! `POST /v1/baskets`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::baskets::Basket;

use crate::answer::{Reply, versioned};
use crate::api::schema::basket::{BasketBody, SavedBasket};
use crate::extract::MutationRequest;

/// Save a test basket.
///
/// The cart and the discounts are those of a quote's body and are checked alike. There are 1,000 at most.
#[utoipa::path(
    post,
    path = "/v1/baskets",
    tag = "Baskets",
    security(("key" = ["coupons:write"])),
    request_body(content = BasketBody, content_type = "application/json"),
    responses(
        (status = 201, description = "The basket.", body = SavedBasket, headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "`too_many_saved`, `request_in_progress`."),
    )
)]
pub(super) async fn create_basket(State(app): State<App>, MutationRequest(request): MutationRequest) -> Reply {
    let body = tessera_engine::from_json::<Basket>(&request.body)?;
    versioned(app.create_basket(request, body).await?)
}
