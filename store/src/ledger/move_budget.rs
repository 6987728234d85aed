//! Writes a movement of a budget.

use super::BUDGET;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// One side.
pub(crate) const INSERT: &str =
    "INSERT INTO ledger_entries (coupon_id, currency, seq, account, amount, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

/// Writes both sides of a movement: `amount` from the coupon's budget to an order, below zero back. `seq` is the
/// counter's after it.
pub(crate) fn move_budget(
    tx: &mut Tx<'_>,
    coupon_id: &str,
    currency: &str,
    seq: u64,
    order_id: &str,
    amount: i64,
) -> Result<(), StoreError> {
    let (now, account) = (tx.now(), format!("order:{order_id}"));
    tx.push(INSERT, params![coupon_id, currency, seq, BUDGET, amount, now])?;
    tx.push(INSERT, params![coupon_id, currency, seq, &account, -amount, now])
}
