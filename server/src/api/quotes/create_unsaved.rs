//! `POST /v1/quotes/unsaved`.

use axum::extract::State;
use tessera_app::{App, Scope};
use tessera_engine::UnsavedRequest;

use crate::answer::{Reply, json};
use crate::api::schema::quote::Quote;
use crate::api::schema::unsaved::UnsavedQuoteRequest;
use crate::auth::Authenticated;
use crate::extract::JsonBody;

/// Price a cart with coupons that are not stored.
///
/// Prices with what the request holds and nothing else: to try a coupon before it is saved, or to compare engines. A
/// coupon without `status` or with `draft` is priced as enabled. The instant is `facts.now`; where it is absent it is
/// the start of 2026 in UTC, and not the time of the call, so that the same body always gives the same answer. Secret
/// keys only.
#[utoipa::path(
    post,
    path = "/v1/quotes/unsaved",
    tag = "Quotes",
    security(("key" = ["quotes"])),
    request_body(content = UnsavedQuoteRequest, content_type = "application/json"),
    responses((status = 200, description = "The priced cart.", body = Quote))
)]
pub(super) async fn create_unsaved_quote(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    JsonBody(body): JsonBody,
) -> Reply {
    caller.require(Scope::Quotes)?;
    let request = tessera_engine::from_json::<UnsavedRequest>(&body)?;
    json(&app.create_unsaved_quote(&caller, request).await?)
}
