//! Categories: the tree that selectors follow.

mod list;
mod put;
mod put_many;
mod read;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on categories.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list_categories))
        .routes(routes!(put_many::put_categories))
        .routes(routes!(put::put_category, read::read_category))
}
