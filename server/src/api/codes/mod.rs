//! Codes and the money on them.

mod change_balance;
mod create;
mod export;
mod import;
mod list;
mod list_balance_entries;
mod lookup;
mod qr;
mod read;
mod reassign;
mod void;

pub(crate) use export::table as code_table;
use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on codes.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create_code, list::list_codes))
        .routes(routes!(export::export_codes))
        .routes(routes!(import::import_codes))
        .routes(routes!(lookup::lookup_code))
        .routes(routes!(read::read_code))
        .routes(routes!(qr::read_code_qr))
        .routes(routes!(reassign::reassign_code))
        .routes(routes!(void::void_code))
        .routes(routes!(change_balance::change_balance, list_balance_entries::list_balance_entries))
}
