//! `POST /v1/customers/{id}/wallet/best`.

use axum::extract::State;
use tessera_app::claims::WalletRequest;
use tessera_app::{App, Scope};

use crate::answer::{Reply, json};
use crate::api::schema::claim::{RankedWallet, WalletCart};
use crate::auth::Authenticated;
use crate::extract::{JsonBody, PathId};

/// Choose among a customer's claims for a cart.
///
/// Each claim is priced with the cart by itself, as a quote would: those that can be used with what they save, the best
/// first, the others with why. Nothing is changed by asking.
///
/// With a publishable key it is the wallet of the customer whom the token names, `me` or their id; its cart holds what that of
/// a quote may hold.
#[utoipa::path(
    post,
    path = "/v1/customers/{id}/wallet/best",
    tag = "Claims",
    security(("key" = ["claims"])),
    params(("id" = String, Path, description = "Your own id; with a publishable key `me`.")),
    request_body(content = WalletCart, content_type = "application/json"),
    responses((status = 200, description = "The claims.", body = RankedWallet))
)]
pub(super) async fn rank_wallet(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    JsonBody(body): JsonBody,
) -> Reply {
    caller.require_for(Scope::Claims, &id)?;
    caller.vouches_for_cart(&body)?;
    let request = tessera_engine::from_json::<WalletRequest>(&body)?;
    json(&app.rank_wallet(&caller, &id, request).await?)
}
