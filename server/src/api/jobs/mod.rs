//! Work that takes longer than a call.

mod cancel;
mod list;
mod read;
mod void_codes;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on jobs.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list_jobs))
        .routes(routes!(read::read_job))
        .routes(routes!(cancel::cancel_job))
        .routes(routes!(void_codes::void_codes))
}
