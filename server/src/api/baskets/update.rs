//! `PATCH /v1/baskets/{id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, versioned};
use crate::api::schema::basket::{BasketPatch, SavedBasket};
use crate::api::schema::list::IfMatch;
use crate::extract::{MutationRequest, PathId};

/// Change a test basket.
///
/// The body is a JSON Merge Patch (RFC 7396): `null` clears, lists are replaced whole, what is left out stays.
#[utoipa::path(
    patch,
    path = "/v1/baskets/{id}",
    tag = "Baskets",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`bsk_...`"), IfMatch),
    request_body(content = BasketPatch, content_type = "application/json"),
    responses(
        (status = 200, description = "The basket.", body = SavedBasket, headers(("ETag" = String, description = "Its new version."))),
        (status = 409, description = "`request_in_progress`."),
        (status = 412, description = "`version_conflict`."),
    )
)]
pub(super) async fn update_basket(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    versioned(app.update_basket(request, &id).await?)
}
