//! Backtests: what is asked, and what comes of it.

use utoipa::ToSchema;
use utoipa::openapi::Ref;

/// A stretch of time; all orders without one.
#[derive(ToSchema)]
#[schema(example = json!({ "from": "2025-11-01T00:00:00Z", "to": "2025-12-01T00:00:00Z" }))]
pub(crate) struct BacktestBody {
    /// The first instant, or the first day: `2025-11-01`.
    #[schema(format = DateTime)]
    from: Option<String>,
    /// The first instant that is too late, or the last day.
    #[schema(format = DateTime)]
    to: Option<String>,
}

/// A coupon that is not saved, and a stretch of time.
#[derive(ToSchema)]
#[schema(example = json!({
    "coupon": { "name": "Ten percent", "benefits": [{ "kind": "percent_off", "percent": 10 }] },
    "from": "2025-11-01T00:00:00Z"
}))]
pub(crate) struct DraftBacktestBody {
    /// The body of `POST /v1/coupons`.
    #[schema(schema_with = terms)]
    coupon: (),
    /// The first instant.
    #[schema(format = DateTime)]
    from: Option<String>,
    /// The first instant that is too late.
    #[schema(format = DateTime)]
    to: Option<String>,
}

fn terms() -> Ref {
    Ref::from_schema_name("CouponTerms")
}
