//! `GET /v1/customers/{id}`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::customer::Customer;
use crate::auth::Authenticated;
use crate::extract::{PathId, refuse_query};

/// Read a customer.
#[utoipa::path(
    get,
    path = "/v1/customers/{id}",
    tag = "Customers",
    security(("key" = ["customers"])),
    params(("id" = String, Path, description = "Your own id.")),
    responses((status = 200, description = "The customer.", body = Customer))
)]
pub(super) async fn read_customer(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    json(&app.read_customer(&caller, &id).await?)
}
