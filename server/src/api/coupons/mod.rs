//! Coupons.

mod archive;
mod backtest;
mod backtest_draft;
mod create;
mod delete;
mod duplicate;
mod enable;
mod lint;
mod list;
mod pause;
mod read;
mod restore;
mod restore_version;
mod run_again;
mod summary;
mod update;
mod versions;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on coupons.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create_coupon, list::list_coupons))
        .routes(routes!(read::read_coupon, update::update_coupon, delete::delete_coupon))
        .routes(routes!(enable::enable_coupon))
        .routes(routes!(pause::pause_coupon))
        .routes(routes!(archive::archive_coupon))
        .routes(routes!(restore::restore_coupon))
        .routes(routes!(duplicate::duplicate_coupon))
        .routes(routes!(run_again::run_coupon_again))
        .routes(routes!(lint::lint_draft))
        .routes(routes!(lint::lint_coupon))
        .routes(routes!(summary::summarise_coupon))
        .routes(routes!(versions::list_coupon_versions))
        .routes(routes!(restore_version::restore_coupon_version))
        .routes(routes!(backtest_draft::create_draft_backtest))
        .routes(routes!(backtest::create_backtest))
}
