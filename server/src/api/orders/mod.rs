//! Orders: what was placed and what became of it.

mod amend;
mod cancel;
mod read;
mod record_past;
mod refund;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on orders.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read::read_order))
        .routes(routes!(refund::create_refund))
        .routes(routes!(cancel::cancel_order))
        .routes(routes!(amend::amend_order))
        .routes(routes!(record_past::record_past_orders))
}
