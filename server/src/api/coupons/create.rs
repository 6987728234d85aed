//! `POST /v1/coupons`.

use axum::extract::State;
use tessera_app::App;
use tessera_engine::Terms;

use crate::answer::{Reply, coupon};
use crate::api::schema::coupon::Coupon;
use crate::extract::MutationRequest;

/// Create a coupon.
///
/// A new coupon is a draft unless it says otherwise.
#[utoipa::path(
    post,
    path = "/v1/coupons",
    tag = "Coupons",
    security(("key" = ["coupons:write"])),
    request_body(
        content = ref("#/components/schemas/CouponTerms"),
        content_type = "application/json",
        example = json!({
            "name": "Summer sale", "title": "20% off clothing", "status": "enabled", "activation": "code", "code": "SUMMER20",
            "benefits": [{ "kind": "percent_off", "percent": 20, "target": { "categories": ["clothing"] } }],
            "conditions": { "kind": "order_amount", "min": { "USD": 3000 } },
            "validity": { "ends_at": "2027-09-01T00:00:00+02:00" },
            "limits": { "total": 500, "per_customer": 1 }
        })
    ),
    responses(
        (status = 201, description = "The coupon.", body = Coupon, headers(
            ("ETag" = String, description = "Its version, for `If-Match`."),
            ("Location" = String, description = "Its path."),
        )),
        (status = 409, description = "`code_taken`, `coupon_incomplete`, `request_in_progress`."),
    )
)]
pub(super) async fn create_coupon(State(app): State<App>, MutationRequest(request): MutationRequest) -> Reply {
    let terms = tessera_engine::from_json::<Terms>(&app.with_instants(&request.body))?;
    coupon(app.create_coupon(request, terms).await?)
}
