//! Messages: the words shoppers read, and the merchant's own in their place.

mod preview;
mod put;
mod read;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on messages.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read::read_messages, put::put_messages))
        .routes(routes!(preview::preview_messages))
}
