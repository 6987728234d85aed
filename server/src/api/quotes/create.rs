//! `POST /v1/quotes`.

use axum::extract::State;
use tessera_app::App;
use tessera_engine::cart::QuoteRequest;

use crate::answer::{Reply, json};
use crate::api::schema::quote::Quote;
use crate::auth::Authenticated;
use crate::extract::JsonBody;

/// Price a cart.
///
/// Prices a cart with the coupons in force and the codes it presents. Changes nothing and takes no use: what a quote
/// says is taken by `POST /v1/redemptions`. A code that gives nothing stands in `discounts.rejected` with its reason.
///
/// A publishable key may ask too; its cart may not say what only the shop's server may say, and the quote is marked
/// `"verified": false`.
#[utoipa::path(
    post,
    path = "/v1/quotes",
    tag = "Quotes",
    security(("key" = ["quotes"])),
    request_body(
        content = ref("#/components/schemas/QuoteRequest"),
        content_type = "application/json",
        example = json!({
            "cart": {
                "currency": "USD",
                "line_items": [
                    { "product_id": "shirt", "quantity": 2, "unit_price": 2000, "categories": ["clothing"] },
                    { "product_id": "mug", "quantity": 1, "unit_price": 1500 }
                ],
                "shipping": { "service": "ground", "amount": 800 }
            },
            "discounts": { "codes": ["SUMMER20"] }
        })
    ),
    responses((status = 200, description = "The priced cart.", body = Quote))
)]
pub(super) async fn create_quote(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    JsonBody(body): JsonBody,
) -> Reply {
    let request = QuoteRequest::from_json(&body)?;
    json(&app.create_quote(&caller, request).await?)
}
