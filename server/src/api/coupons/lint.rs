//! `GET /v1/coupons/{id}/lint` and `POST /v1/coupons/lint`.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::{App, Scope};
use tessera_engine::Terms;

use crate::answer::{Reply, json};
use crate::api::schema::lint::Warnings;
use crate::auth::Authenticated;
use crate::extract::{PathId, QueriedBody, Query};

/// What to look at again in a coupon.
///
/// Warnings and tips, never refusals: too much without a limit, an amount above the cheapest product, what can never
/// apply, a code that is guessed, that is another coupon's or that is missing, no benefit, automatic coupons that do not combine, a margin that breaks, a stack that reaches the
/// store's cap.
#[utoipa::path(
    get,
    path = "/v1/coupons/{id}/lint",
    tag = "Coupons",
    security(("key" = ["coupons:read"])),
    params(("id" = String, Path, description = "`cpn_...`"), ("locale" = Option<String>, Query, description = "`en` (default) or `fr`.")),
    responses((status = 200, description = "What to look at, the gravest first; empty when there is nothing.", body = Warnings))
)]
pub(super) async fn lint_coupon(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let locale = query.locale()?;
    query.finish()?;
    json(&serde_json::json!({ "data": app.lint_coupon(&caller, &id, locale).await? }))
}

/// What to look at again in a coupon that is not saved.
///
/// The body is the coupon as `POST /v1/coupons` takes it. Nothing is stored.
#[utoipa::path(
    post,
    path = "/v1/coupons/lint",
    tag = "Coupons",
    security(("key" = ["coupons:read"])),
    params(
        ("coupon_id" = Option<String>, Query, description = "The stored coupon that this is to become: it is not compared with itself."),
        ("locale" = Option<String>, Query, description = "`en` (default) or `fr`."),
    ),
    request_body(content = ref("#/components/schemas/CouponTerms"), content_type = "application/json"),
    responses((status = 200, description = "What to look at, the gravest first; empty when there is nothing.", body = Warnings))
)]
pub(super) async fn lint_draft(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    QueriedBody { body, mut query }: QueriedBody,
) -> Reply {
    caller.require(Scope::CouponsRead)?;
    let (locale, id) = (query.locale()?, query.text("coupon_id"));
    query.finish()?;
    let terms = tessera_engine::from_json::<Terms>(&app.with_instants(&body))?;
    json(&serde_json::json!({ "data": app.lint_draft(&caller, terms, id, locale).await? }))
}
