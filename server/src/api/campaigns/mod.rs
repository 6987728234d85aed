//! Campaigns: coupons that share a budget.

mod create;
mod list;
mod read;
mod update;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on campaigns.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create_campaign, list::list_campaigns))
        .routes(routes!(read::read_campaign, update::update_campaign))
}
