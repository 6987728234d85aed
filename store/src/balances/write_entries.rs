//! Writes a movement of a balance.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The account of the balance itself.
pub(super) const BALANCE: &str = "balance";
/// The other side of what is put on it or taken off by hand.
pub(super) const ISSUED: &str = "issued";

/// One side.
pub(crate) const INSERT: &str =
    "INSERT INTO balance_entries (code_id, seq, account, amount, at) VALUES (?1, ?2, ?3, ?4, ?5)";

/// Writes both sides of a movement: `amount` onto the balance from `account`, below zero the other way. `seq` is the
/// balance's after it.
pub(super) fn write_entries(
    tx: &mut Tx<'_>,
    code_id: &str,
    seq: u64,
    account: &str,
    amount: i64,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.push(INSERT, params![code_id, seq, BALANCE, amount, now])?;
    tx.push(INSERT, params![code_id, seq, account, -amount, now])
}
