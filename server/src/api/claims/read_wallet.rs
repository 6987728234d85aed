//! `GET /v1/customers/{id}/wallet`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;
use tessera_app::claims::Tab;

use crate::answer::{Reply, json};
use crate::api::schema::claim::Wallet;
use crate::api::schema::list::{Cursor, Limit};
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

const TABS: [(&str, Tab); 3] = [("available", Tab::Available), ("used", Tab::Used), ("expired", Tab::Expired)];

/// Read a customer's wallet.
///
/// The claims of one tab, the newest first, and how many there are in each. Revoked claims are in no tab. A customer that
/// nobody knows has an empty wallet.
///
/// With a publishable key it is that of the customer whom the token names, `me` or their id; without the team's `reason`, and
/// of the conditions with those on the cart alone.
#[utoipa::path(
    get,
    path = "/v1/customers/{id}/wallet",
    tag = "Claims",
    security(("key" = ["claims"])),
    params(
        ("id" = String, Path, description = "Your own id; with a publishable key `me`."),
        ("tab" = Option<String>, Query, description = "`available` (unless told), `used`, `expired`."),
        ("locale" = Option<String>, Query, description = "The language of titles and summaries; `en` unless told."),
        Limit,
        Cursor,
    ),
    responses((status = 200, description = "A page of the wallet.", body = Wallet))
)]
pub(super) async fn read_wallet(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let tab = query.word("tab", &TABS)?.unwrap_or(Tab::Available);
    let locale = query.text("locale");
    let page = query.page()?;
    query.finish()?;
    json(&app.read_wallet(&caller, &id, tab, locale.as_deref(), page).await?)
}
