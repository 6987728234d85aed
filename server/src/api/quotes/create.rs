//! `POST /v1/quotes`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, json};
use crate::api::schema::quote::Quote;
use crate::auth::Authenticated;
use crate::extract::JsonBody;

/// Price a cart.
///
/// Prices a cart with the coupons in force and the codes it presents. Changes nothing and takes no use: what a quote
/// says is taken by `POST /v1/redemptions`. A code that gives nothing stands in `discounts.rejected` with its reason.
///
/// A publishable key may ask too. Of its customer the cart may hold `email`, `country` and `region`; who they are comes from
/// the customer token. The quote is marked `"verified": true` where a cart token vouches for the cart, else `false`. Such
/// a quote tells nothing of budgets and margins, and whoever tries many codes that nobody has is told to wait.
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
    json(&app.create_quote_of(&caller, &body).await?)
}
