//! `PUT /v1/customers/{id}`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::customers::Customer;

use crate::answer::{Reply, mutation};
use crate::api::schema::customer::{Customer as CustomerSchema, CustomerBody};
use crate::extract::{MutationRequest, PathId};

/// Create a customer or replace it whole.
#[utoipa::path(
    put,
    path = "/v1/customers/{id}",
    tag = "Customers",
    security(("key" = ["customers"])),
    params(("id" = String, Path, description = "Your own id.")),
    request_body(content = CustomerBody, content_type = "application/json"),
    responses(
        (status = 200, description = "It is replaced.", body = CustomerSchema),
        (status = 201, description = "It is new.", body = CustomerSchema),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn put_customer(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let customer = tessera_engine::from_json::<Customer>(&request.body)?;
    mutation(app.put_customer(request, &id, customer).await?)
}
