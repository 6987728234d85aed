//! `PUT /v1/categories/{id}`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::categories::Category;

use crate::answer::{Reply, mutation};
use crate::api::schema::category::{Category as CategorySchema, CategoryBody};
use crate::extract::{MutationRequest, PathId};

/// Create a category or replace it whole.
#[utoipa::path(
    put,
    path = "/v1/categories/{id}",
    tag = "Categories",
    security(("key" = ["catalogue"])),
    params(("id" = String, Path, description = "Your own id.")),
    request_body(content = CategoryBody, content_type = "application/json"),
    responses(
        (status = 200, description = "It is replaced.", body = CategorySchema),
        (status = 201, description = "It is new.", body = CategorySchema),
        (status = 409, description = "`category_cycle`, `request_in_progress`."),
    )
)]
pub(super) async fn put_category(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let category = tessera_engine::from_json::<Category>(&request.body)?;
    mutation(app.put_category(request, &id, category).await?)
}
