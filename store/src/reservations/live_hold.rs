//! The live hold of an order, and its end.

use crate::error::StoreError;
use crate::limits::moves::{Column, Moves};
use crate::params;
use crate::planted;
use crate::redemptions::exchange::MOST_HOLDS;
use crate::redemptions::{RedemptionRecord, read_redemptions};
use crate::tx::Tx;

use super::read_reservation::{ReservationRecord, reservation_columns};

/// The hold of an order that did not end, whether it is past its time or not; held still until the transaction ends.
pub(crate) const LOCK: &str = concat!(
    "SELECT ",
    reservation_columns!(),
    " FROM reservations WHERE order_id = ?1 AND state = 'held' /*postgres: FOR UPDATE*/"
);

/// Ends a hold; nothing when it ended before.
pub(crate) const END: &str = "UPDATE reservations SET state = ?2 WHERE id = ?1 AND state = 'held'";

/// A hold with what it holds.
#[derive(Debug)]
pub(crate) struct LiveHold {
    pub(crate) id: String,
    pub(crate) record: ReservationRecord,
    pub(crate) redemptions: Vec<RedemptionRecord>,
}

impl LiveHold {
    pub(crate) async fn of(tx: &mut Tx<'_>, record: ReservationRecord) -> Result<Self, StoreError> {
        let mut redemptions = read_redemptions(tx, &record.order_id, &record.id).await?;
        redemptions.retain(|redemption| redemption.state == "held");
        Ok(Self { id: record.id.clone(), record, redemptions })
    }

    /// Gives back what it holds of its identities; its uses are given back by the exchange.
    pub(crate) fn give_back(&self, moves: &mut Moves) {
        moves.hold(&self.record.identities, -1, MOST_HOLDS);
        if self.record.takes_first_order {
            moves.order(&self.record.identities, Column::Held, -1, false);
        }
    }
}

/// The hold of an order, if there is one.
pub(crate) async fn lock_live_hold(tx: &mut Tx<'_>, order_id: &str) -> Result<Option<LiveHold>, StoreError> {
    let Some(mut row) = tx.query_first(LOCK, params![order_id]).await? else { return Ok(None) };
    LiveHold::of(tx, ReservationRecord::decode(&mut row)?).await.map(Some)
}

/// Writes the state a hold ended in.
pub(crate) async fn end_hold(tx: &mut Tx<'_>, id: &str, state: &str) -> Result<(), StoreError> {
    match tx.execute(END, params![id, state]).await? {
        1 => Ok(()),
        _ if planted::sweep_without_lock() => Ok(()),
        _ => Err(StoreError::Busy),
    }
}
