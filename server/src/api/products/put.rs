//! `PUT /v1/products/{id}`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::products::Product;

use crate::answer::{Reply, mutation};
use crate::api::schema::product::{Product as ProductSchema, ProductBody};
use crate::extract::{MutationRequest, PathId};

/// Create a product or replace it whole.
#[utoipa::path(
    put,
    path = "/v1/products/{id}",
    tag = "Products",
    security(("key" = ["catalogue"])),
    params(("id" = String, Path, description = "Your own id.")),
    request_body(content = ProductBody, content_type = "application/json"),
    responses(
        (status = 200, description = "It is replaced.", body = ProductSchema),
        (status = 201, description = "It is new.", body = ProductSchema),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn put_product(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let product = tessera_engine::from_json::<Product>(&request.body)?;
    mutation(app.put_product(request, &id, product).await?)
}
