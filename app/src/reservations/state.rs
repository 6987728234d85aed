//! What a reservation's state allows, and its answer.

use tessera_engine::cart::Cart;
use tessera_store::Tx;
use tessera_store::redemptions::{self, OrderRecord, RedemptionRecord};
use tessera_store::reservations::{self, ReservationRecord};

use crate::answer::Answer;
use crate::orders::{OrderAnswer, order_answer};
use crate::problem::{ErrorCode, Problem};
use crate::seq::Seq;

/// What is found of a reservation.
pub(super) enum Found {
    /// It holds.
    Live(Box<ReservationRecord>),
    /// It is past its time or ended as `expired` or `released`.
    Over(Box<ReservationRecord>, &'static str),
    /// It became an order.
    Placed(Box<OrderRecord>),
}

/// Reads and locks a reservation. The id of an order that was placed without a hold is one too.
pub(super) async fn lock(tx: &mut Tx<'_>, id: &str) -> Result<Found, Problem> {
    let record = reservations::lock_reservation(tx, id).await?;
    judge(tx, id, record).await
}

/// Reads a reservation without locking it: what is written after is checked again.
pub(super) async fn look(tx: &mut Tx<'_>, id: &str) -> Result<Found, Problem> {
    let record = reservations::read_reservation(tx, id).await?;
    judge(tx, id, record).await
}

async fn judge(tx: &mut Tx<'_>, id: &str, record: Option<ReservationRecord>) -> Result<Found, Problem> {
    let now = tx.now();
    let Some(record) = record else { return placed(tx, id).await };
    Ok(match record.state.as_str() {
        "committed" => return placed(tx, id).await,
        "released" => Found::Over(Box::new(record), "released"),
        "held" if record.is_live(now) => Found::Live(Box::new(record)),
        _ => Found::Over(Box::new(record), "expired"),
    })
}

async fn placed(tx: &mut Tx<'_>, id: &str) -> Result<Found, Problem> {
    match redemptions::read_order_of(tx, id).await? {
        Some(order) => Ok(Found::Placed(Box::new(order))),
        None => Err(Problem::of(ErrorCode::NotFound)),
    }
}

/// The refusal of a call that needs a live hold.
pub(super) fn is_over(state: &str) -> Problem {
    if state == "released" {
        return Problem::of(ErrorCode::ReservationReleased);
    }
    Problem::of(ErrorCode::ReservationExpired)
}

/// The refusal of a call on a hold that became an order.
pub(super) fn is_placed(order: &OrderRecord) -> Problem {
    let detail = format!("The reservation became the order `{}`.", order.order_id);
    Problem::new(ErrorCode::OrderAlreadyCommitted, detail)
}

/// The cart a hold is for.
pub(super) fn read_cart(record: &ReservationRecord) -> Result<Cart, Problem> {
    tessera_engine::from_json(record.order.cart.as_bytes()).map_err(|error| {
        tracing::error!(%error, reservation_id = %record.id, "a stored cart cannot be read");
        Problem::of(ErrorCode::Internal)
    })
}

/// The answer for a hold.
pub(super) fn hold_answer(
    status: u16,
    record: &ReservationRecord,
    state: &str,
    redemptions: Vec<RedemptionRecord>,
    seq: Seq,
) -> Result<Answer, Problem> {
    order_answer(
        status,
        OrderAnswer {
            id: &record.id,
            order_id: &record.order_id,
            state,
            expires_at: (state == "held").then_some(record.expires_at),
            quote: &record.order.quote,
            redemptions,
            seq,
        },
    )
}
