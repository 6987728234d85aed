//! `GET /v1/products/{id}`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::product::Product;
use crate::auth::Authenticated;
use crate::extract::{PathId, refuse_query};

/// Read a product.
#[utoipa::path(
    get,
    path = "/v1/products/{id}",
    tag = "Products",
    security(("key" = ["catalogue"])),
    params(("id" = String, Path, description = "Your own id.")),
    responses((status = 200, description = "The product.", body = Product))
)]
pub(super) async fn read_product(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    refuse_query(&uri)?;
    json(&app.read_product(&caller, &id).await?)
}
