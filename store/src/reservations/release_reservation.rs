//! Gives back what a hold holds.

use std::collections::BTreeMap;

use super::live_hold::{LiveHold, end_hold};
use super::read_reservation::ReservationRecord;
use crate::error::StoreError;
use crate::limits::moves::Moves;
use crate::redemptions::exchange::{Exchange, Exchanged, exchange};
use crate::tx::Tx;

/// Gives back what a hold holds, as `released` or `expired`. The caller has locked the reservation and seen that it is
/// held. Answers the sequence numbers of what was changed.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(reservation_id = %held.id))]
pub async fn release_reservation(
    tx: &mut Tx<'_>,
    held: &ReservationRecord,
    ended_as: &'static str,
) -> Result<BTreeMap<String, u64>, StoreError> {
    let live = LiveHold::of(tx, held.clone()).await?;
    give_back_hold(tx, &live, ended_as).await
}

/// The same for a hold whose redemptions are read.
pub(crate) async fn give_back_hold(
    tx: &mut Tx<'_>,
    live: &LiveHold,
    ended_as: &'static str,
) -> Result<BTreeMap<String, u64>, StoreError> {
    let held = &live.record;
    end_hold(tx, &held.id, ended_as).await?;
    let mut moves = Moves::default();
    live.give_back(&mut moves);
    let exchanged = exchange(tx, Exchange { back: &live.redemptions, ended_as, moves, ..Exchange::of(&held.order) });
    match exchanged.await? {
        Exchanged::Done { seq, .. } => Ok(seq),
        Exchanged::Refused(_) => Err(StoreError::Internal("giving back asked a limit".to_owned())),
    }
}
