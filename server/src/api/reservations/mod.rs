//! Reservations: what an order will use, held while the shopper pays.

mod commit;
mod create;
mod extend;
mod release;
mod update;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on reservations.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create_reservation))
        .routes(routes!(update::update_reservation))
        .routes(routes!(extend::extend_reservation))
        .routes(routes!(commit::commit_reservation))
        .routes(routes!(release::release_reservation))
}
