//! What happens to a hold, as events.

use jiff::Timestamp;
use serde::Serialize;
use tessera_store::redemptions::RedemptionRecord;
use tessera_store::reservations::ReservationRecord;

use crate::change::Change;
use crate::redemptions::{RedemptionView, told};

#[derive(Serialize)]
struct ReservationChange<'a> {
    id: &'a str,
    order_id: &'a str,
    state: &'a str,
    expires_at: Option<Timestamp>,
    currency: &'a str,
    total: i64,
    redemptions: Vec<RedemptionView>,
}

/// What happened to a hold, with what it holds or held.
pub(crate) fn reservation_changed(
    kind: &'static str,
    record: &ReservationRecord,
    state: &str,
    redemptions: &[RedemptionRecord],
) -> Change {
    let hold = ReservationChange {
        id: &record.id,
        order_id: &record.order_id,
        state,
        expires_at: (state == "held").then_some(record.expires_at),
        currency: &record.order.currency,
        total: record.order.total,
        redemptions: redemptions.iter().map(told).collect(),
    };
    Change::new(kind, &record.id, &hold)
}
