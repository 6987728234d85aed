//! Products: what the store knows of what is sold.

mod list;
mod put;
mod put_many;
mod put_stock;
mod read;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on products.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list_products))
        .routes(routes!(put_many::put_products))
        .routes(routes!(put::put_product, read::read_product))
        .routes(routes!(put_stock::put_stock))
}
