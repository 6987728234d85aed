//! `POST /v1/baskets/{id}/quote`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::list::Nothing;
use crate::api::schema::quote::Quote;
use crate::extract::{MutationRequest, PathId};

/// Price a test basket now.
///
/// As if its cart and discounts were sent as a quote. Changes nothing.
#[utoipa::path(
    post,
    path = "/v1/baskets/{id}/quote",
    tag = "Baskets",
    security(("key" = ["quotes"])),
    params(("id" = String, Path, description = "`bsk_...`")),
    request_body(content = Option<Nothing>, content_type = "application/json", description = "Nothing, or `{}`."),
    responses((status = 200, description = "The priced cart.", body = Quote))
)]
pub(super) async fn quote_basket(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    let request = request.without_content()?;
    json(&app.quote_basket(&request.caller, &id).await?)
}
