//! Many quotes at once.

use utoipa::ToSchema;

use super::problem::Problem;
use super::quote::Quote;

/// Many carts.
#[derive(ToSchema)]
#[schema(example = json!({
    "quotes": [
        { "cart": { "currency": "USD", "line_items": [{ "product_id": "shirt", "quantity": 1, "unit_price": 8000 }] } },
        { "cart": { "currency": "USD", "line_items": [] }, "discounts": { "codes": ["SUMMER20"] } }
    ]
}))]
pub(crate) struct QuoteBatch {
    /// Bodies of `POST /v1/quotes`.
    #[schema(schema_with = quotes)]
    quotes: (),
}

/// The answers to a batch.
#[derive(ToSchema)]
pub(crate) struct QuoteBatchAnswer {
    /// An answer for each body, in their order.
    data: Vec<QuoteBatchEntry>,
}

/// The answer to one body of a batch: a quote or a problem.
#[derive(ToSchema)]
pub(crate) struct QuoteBatchEntry {
    /// The status it would have alone.
    #[schema(minimum = 200, maximum = 599)]
    status: u16,
    /// The priced cart; with status 200 only.
    #[schema(nullable = false)]
    quote: Option<Quote>,
    /// Why it was not priced; pointers are those within the body.
    #[schema(nullable = false)]
    problem: Option<Problem>,
}

fn quotes() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::ArrayBuilder::new()
        .items(utoipa::openapi::Ref::from_schema_name("QuoteRequest"))
        .max_items(Some(1_000))
        .build()
}
