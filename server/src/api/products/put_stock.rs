//! `PUT /v1/products/{id}/stock`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::products::Stock;

use crate::answer::{Reply, mutation};
use crate::api::schema::product::{Product, StockBody};
use crate::extract::{MutationRequest, PathId};

/// Set the stock of a product.
///
/// From the next quote on a product with stock 0 is out of stock, and coupons pass it over. The count decides from now on:
/// what the product's `in_stock` said before is forgotten. `null` stops counting.
#[utoipa::path(
    put,
    path = "/v1/products/{id}/stock",
    tag = "Products",
    security(("key" = ["catalogue"])),
    params(("id" = String, Path, description = "Your own id.")),
    request_body(content = StockBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The product.", body = Product),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn put_stock(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let stock = tessera_engine::from_json::<Stock>(&request.body)?;
    mutation(app.put_stock(request, &id, stock).await?)
}
