//! Settings: what changes a price or an identity for the whole shop.

mod read;
mod update;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on settings.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read::read_settings, update::update_settings))
}
