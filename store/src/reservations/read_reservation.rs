//! Reads a reservation.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::planted;
use crate::redemptions::NewOrder;
use crate::tx::Tx;
use crate::value::Row;

/// The columns of a [`ReservationRecord`], in its order.
macro_rules! reservation_columns {
    () => {
        "id, order_id, state, held_at, expires_at, document, identities, takes_first_order"
    };
}

pub(crate) use reservation_columns;

/// By its id.
pub(crate) const SELECT: &str = concat!("SELECT ", reservation_columns!(), " FROM reservations WHERE id = ?1");

/// The same, held still until the transaction ends.
pub(crate) const LOCK: &str =
    concat!("SELECT ", reservation_columns!(), " FROM reservations WHERE id = ?1 /*postgres: FOR UPDATE*/");

/// A hold on what an order will use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReservationRecord {
    /// `rsv_...`.
    pub id: String,
    /// The merchant's id of the order.
    pub order_id: String,
    /// `held`, `committed`, `released` or `expired`. A hold that is past its end may still say `held`.
    pub state: String,
    /// When it was first held.
    pub held_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// The order as it will be placed.
    pub order: NewOrder,
    /// What its uses count against.
    pub identities: Vec<String>,
    /// Whether it holds the first order of each identity.
    pub takes_first_order: bool,
}

impl ReservationRecord {
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        let damaged = |what: &str| StoreError::Corrupt(format!("the {what} of a reservation cannot be read"));
        Ok(Self {
            id: row.text()?,
            order_id: row.text()?,
            state: row.text()?,
            held_at: row.time()?,
            expires_at: row.time()?,
            order: serde_json::from_str(&row.text()?).map_err(|_| damaged("order"))?,
            identities: serde_json::from_str(&row.text()?).map_err(|_| damaged("identities"))?,
            takes_first_order: row.flag()?,
        })
    }

    /// Whether it holds anything at an instant.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        let now = if planted::node_clock() { Timestamp::now() } else { now };
        self.state == "held" && now < self.expires_at
    }
}

/// A reservation by its id.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(reservation_id = %id))]
pub async fn read_reservation(tx: &mut Tx<'_>, id: &str) -> Result<Option<ReservationRecord>, StoreError> {
    tx.query_first(SELECT, params![id]).await?.map(|mut row| ReservationRecord::decode(&mut row)).transpose()
}

/// A reservation by its id; whoever else changes it waits.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(reservation_id = %id))]
pub async fn lock_reservation(tx: &mut Tx<'_>, id: &str) -> Result<Option<ReservationRecord>, StoreError> {
    tx.query_first(LOCK, params![id]).await?.map(|mut row| ReservationRecord::decode(&mut row)).transpose()
}
