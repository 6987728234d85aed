//! Saved test baskets.

mod create;
mod delete;
mod list;
mod quote;
mod read;
mod update;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on baskets.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create_basket, list::list_baskets))
        .routes(routes!(read::read_basket, update::update_basket, delete::delete_basket))
        .routes(routes!(quote::quote_basket))
}
