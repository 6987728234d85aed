//! `POST /v1/customers/bulk`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::bulk::Bulk;

use crate::answer::{Reply, mutation};
use crate::api::schema::bulk::{BulkAnswer, CustomersBulk};
use crate::extract::{BATCH_LIMIT, MutationRequest};

/// Create or replace many customers.
///
/// Up to 1,000 entries in at most 8 MiB, each the body of `PUT /v1/customers/{id}` with its `id`. Each is read and
/// written or refused by itself: one that is wrong is a problem, with its own errors, beside the others. All that are good
/// are written together. A customer that is there as given is left alone and no event tells of it.
#[utoipa::path(
    post,
    path = "/v1/customers/bulk",
    tag = "Customers",
    security(("key" = ["customers"])),
    request_body(content = CustomersBulk, content_type = "application/json"),
    responses(
        (status = 200, description = "What became of each, in their order.", body = BulkAnswer),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn put_customers(
    State(app): State<App>,
    MutationRequest(request): MutationRequest<BATCH_LIMIT>,
) -> Reply {
    let bulk = Bulk::read(&request.body, "customers")?;
    mutation(app.put_customers(request, bulk).await?)
}
