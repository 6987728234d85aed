//! Puts the first money on a code that is made in the same transaction.

use super::change_balance::INSERT;
use super::write_entries::{ISSUED, write_entries};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// Puts `amount` minor units, not below zero, on a code that has no balance yet.
pub(crate) fn open_balance(tx: &mut Tx<'_>, code_id: &str, currency: &str, amount: i64) -> Result<(), StoreError> {
    assert!(amount >= 0, "a balance begins with what is put on it");
    let now = tx.now();
    tx.push(INSERT, params![code_id, currency, amount, now])?;
    write_entries(tx, code_id, 1, ISSUED, amount)
}
