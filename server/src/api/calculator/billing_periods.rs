//! `POST /v1/calculator/billing-periods`.

use axum::extract::State;
use tessera_app::{App, Scope};
use tessera_engine::calculator::Calculation;

use crate::answer::{Reply, json};
use crate::api::schema::calculator::{BillingPeriodsProposal, BillingPeriodsRequest};
use crate::auth::Authenticated;
use crate::extract::QueriedBody;

/// Propose discounts for billing periods.
///
/// From the price of a month and a ladder of percentages by duration: what each period costs, what it saves, and the
/// benefit `by_billing_period` that gives it, to be put into a coupon as it is or changed before. Nothing is stored. A
/// ladder that gives a longer commitment less is answered with a warning. With `method: amount` rounding never lets a
/// shorter term save more a month than a longer one.
#[utoipa::path(
    post,
    path = "/v1/calculator/billing-periods",
    tag = "Coupons",
    security(("key" = ["coupons:read"])),
    params(("locale" = Option<String>, Query, description = "`en` (default) or `fr`, for the warnings.")),
    request_body(content = BillingPeriodsRequest, content_type = "application/json"),
    responses((status = 200, description = "The proposal.", body = BillingPeriodsProposal))
)]
pub(super) async fn calculate_billing_periods(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    QueriedBody { body, mut query }: QueriedBody,
) -> Reply {
    caller.require(Scope::CouponsRead)?;
    let locale = query.locale()?;
    query.finish()?;
    let asked = tessera_engine::from_json::<Calculation>(&body)?;
    json(&app.calculate_billing_periods(&caller, &asked, locale)?)
}
