//! Saved views of lists.

mod create;
mod delete;
mod list;
mod read;
mod update;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on views.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create::create_view, list::list_views)).routes(routes!(
        read::read_view,
        update::update_view,
        delete::delete_view
    ))
}
