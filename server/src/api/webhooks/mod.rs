//! Webhooks: where events are sent.

mod create;
mod delete;
mod list;
mod read;
mod replay;
mod rotate_secret;
mod update;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on webhooks.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create_webhook, list::list_webhooks))
        .routes(routes!(read::read_webhook, update::update_webhook, delete::delete_webhook))
        .routes(routes!(rotate_secret::rotate_webhook_secret))
        .routes(routes!(replay::replay_webhook))
}
