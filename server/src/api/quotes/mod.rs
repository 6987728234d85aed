//! Quotes: what a cart costs.

mod create;
mod create_batch;
mod create_unsaved;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on quotes.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create_quote))
        .routes(routes!(create_batch::create_quote_batch))
        .routes(routes!(create_unsaved::create_unsaved_quote))
}
