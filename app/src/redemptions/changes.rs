//! What happens to redemptions, as events.

use serde::Serialize;
use tessera_store::redemptions::RedemptionRecord;

use super::view::RedemptionView;
use crate::change::Change;

/// An event of each redemption.
pub(crate) fn redemption_changes<'r>(
    kind: &'static str,
    redemptions: impl IntoIterator<Item = &'r RedemptionRecord>,
) -> Vec<Change> {
    redemptions.into_iter().map(|redemption| Change::new(kind, &redemption.id, &told(redemption))).collect()
}

/// A redemption as events tell it. A code's text is not told: who has it may use it. Its id is there.
pub(crate) fn told(redemption: &RedemptionRecord) -> RedemptionView {
    RedemptionView { code: None, ..redemption.clone().into() }
}

/// A hold that gave way to another of the same order.
pub(crate) fn replaced_hold(id: Option<String>, order_id: &str) -> Option<Change> {
    #[derive(Serialize)]
    struct Released<'a> {
        id: &'a str,
        order_id: &'a str,
        state: &'static str,
    }
    let id = id?;
    let released = Released { id: &id, order_id, state: "released" };
    Some(Change::new("reservation.released", &id, &released))
}
