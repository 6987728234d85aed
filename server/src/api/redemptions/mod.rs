//! Redemptions: coupons applied to orders.

mod cancel;
mod create;
mod end_renewals;
mod list;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on redemptions.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create_redemption, list::list_redemptions))
        .routes(routes!(cancel::cancel_redemption))
        .routes(routes!(end_renewals::end_renewals))
}
