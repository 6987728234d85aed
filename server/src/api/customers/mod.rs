//! Customers: what the store knows of who shops.

mod delete;
mod list;
mod put;
mod put_many;
mod read;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on customers.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list::list_customers)).routes(routes!(put_many::put_customers)).routes(routes!(
        put::put_customer,
        read::read_customer,
        delete::delete_customer
    ))
}
