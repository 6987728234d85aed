//! `POST /v1/products/bulk`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::bulk::Bulk;

use crate::answer::{Reply, mutation};
use crate::api::schema::bulk::{BulkAnswer, ProductsBulk};
use crate::extract::{BATCH_LIMIT, MutationRequest};

/// Create or replace many products.
///
/// Up to 1,000 entries in at most 8 MiB, each the body of `PUT /v1/products/{id}` with its `id`. Each is read and
/// written or refused by itself: one that is wrong is a problem, with its own errors, beside the others. All that are good
/// are written together. A product that is there as given is left alone and no event tells of it.
#[utoipa::path(
    post,
    path = "/v1/products/bulk",
    tag = "Products",
    security(("key" = ["catalogue"])),
    request_body(content = ProductsBulk, content_type = "application/json"),
    responses(
        (status = 200, description = "What became of each, in their order.", body = BulkAnswer),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn put_products(
    State(app): State<App>,
    MutationRequest(request): MutationRequest<BATCH_LIMIT>,
) -> Reply {
    let bulk = Bulk::read(&request.body, "products")?;
    mutation(app.put_products(request, bulk).await?)
}
