//! Orders that were placed elsewhere.

use utoipa::ToSchema;

use super::redemption::cart;

/// Many past orders.
#[derive(ToSchema)]
#[schema(example = json!({ "orders": [{
    "order_id": "1001", "placed_at": "2025-11-28T09:30:00Z", "status": "placed", "discount_total": 500,
    "cart": {
        "currency": "USD", "customer": { "id": "ana" },
        "line_items": [{ "product_id": "shirt", "quantity": 2, "unit_price": 2000 }]
    }
}] }))]
pub(crate) struct PastOrders {
    /// The orders.
    #[schema(max_items = 1000)]
    orders: Vec<PastOrder>,
}

/// An order that was placed elsewhere.
#[derive(ToSchema)]
pub(crate) struct PastOrder {
    /// Your own id.
    #[schema(min_length = 1, max_length = 255)]
    order_id: String,
    /// When it was placed.
    #[schema(format = DateTime)]
    placed_at: String,
    /// What was bought, at the prices of then. What the store knows of products and customer fills what it leaves out.
    #[schema(schema_with = cart)]
    cart: (),
    /// What was taken off in all, in minor units; absent: nothing.
    #[schema(minimum = 0)]
    discount_total: Option<i64>,
    /// Only a `placed` one counts.
    status: PastOrderStatus,
}

/// What became of a past order.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum PastOrderStatus {
    Placed,
    Cancelled,
    Refunded,
}
