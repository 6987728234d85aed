//! What happens to an order, as events.

use serde::Serialize;
use tessera_store::redemptions::{NewOrder, OrderRecord, RedemptionRecord};

use crate::change::Change;

/// An order as events tell it: what it is and costs, not what is in it.
#[derive(Serialize)]
struct OrderChange<'a> {
    order_id: &'a str,
    reservation_id: &'a str,
    state: &'a str,
    customer_id: Option<&'a str>,
    currency: &'a str,
    total: i64,
    savings: i64,
    refunded: i64,
    redemptions: Vec<&'a str>,
}

/// The aggregate of an order.
pub(crate) fn order_aggregate(order_id: &str) -> String {
    format!("order:{order_id}")
}

/// An order that was placed with these redemptions.
pub(crate) fn order_placed(order: &NewOrder, redemptions: &[RedemptionRecord]) -> Change {
    let told = OrderChange {
        order_id: &order.order_id,
        reservation_id: &order.reservation_id,
        state: "placed",
        customer_id: order.customer_id.as_deref(),
        currency: &order.currency,
        total: order.total,
        savings: order.savings,
        refunded: 0,
        redemptions: redemptions.iter().map(|redemption| redemption.id.as_str()).collect(),
    };
    Change::new("order.placed", order_aggregate(&order.order_id), &told)
}

/// An order that was changed.
pub(crate) fn order_changed(kind: &'static str, order: &OrderRecord, redemptions: &[RedemptionRecord]) -> Change {
    let told = OrderChange {
        order_id: &order.order_id,
        reservation_id: &order.reservation_id,
        state: &order.state,
        customer_id: order.customer_id.as_deref(),
        currency: &order.currency,
        total: order.total,
        savings: order.savings,
        refunded: order.refunded,
        redemptions: redemptions.iter().map(|redemption| redemption.id.as_str()).collect(),
    };
    Change::new(kind, order_aggregate(&order.order_id), &told)
}
