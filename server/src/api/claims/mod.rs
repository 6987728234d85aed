//! Claims and wallets.

mod claim_code;
mod create;
mod list;
mod list_claimable;
mod rank_wallet;
mod read;
mod read_wallet;
mod revoke;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The operations on claims and wallets.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create_claim, list::list_claims))
        .routes(routes!(claim_code::claim_code))
        .routes(routes!(read::read_claim))
        .routes(routes!(revoke::revoke_claim))
        .routes(routes!(read_wallet::read_wallet))
        .routes(routes!(rank_wallet::rank_wallet))
        .routes(routes!(list_claimable::list_claimable))
}
