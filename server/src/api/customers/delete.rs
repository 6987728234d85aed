//! `DELETE /v1/customers/{id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::customer::DeletedCustomer;
use crate::extract::{MutationRequest, PathId};

/// Forget a customer.
///
/// Forgets what the store knows of a customer. Redemptions and their counts stay.
#[utoipa::path(
    delete,
    path = "/v1/customers/{id}",
    tag = "Customers",
    security(("key" = ["customers"])),
    params(("id" = String, Path, description = "Your own id.")),
    responses(
        (status = 200, description = "The customer is forgotten.", body = DeletedCustomer),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn delete_customer(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    mutation(app.delete_customer(request.without_content()?, &id).await?)
}
