//! Puts money on a code, or takes some off by hand.

use super::read_balance::read_balance;
use super::record::{BalanceRecord, balance_columns};
use super::write_entries::{ISSUED, write_entries};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The first money on a code.
pub(crate) const INSERT: &str = "INSERT INTO balances (code_id, currency, credited, used, held, seq, created_at, updated_at) \
     VALUES (?1, ?2, ?3, 0, 0, 1, ?4, ?4) ON CONFLICT (code_id) DO NOTHING";

/// More or less; nothing when less is left than is taken off, or the largest amount would be passed.
pub(crate) const UPDATE: &str = concat!(
    "UPDATE balances SET credited = credited + ?3, seq = seq + 1, updated_at = ?4 \
     WHERE code_id = ?1 AND currency = ?2 AND used + held <= credited + ?3 AND credited + ?3 <= ?5 RETURNING ",
    balance_columns!()
);

/// 2^53 - 1: the largest amount anywhere.
const MOST: i64 = 9_007_199_254_740_991;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeBalance {
    /// The balance as it is now.
    Changed(BalanceRecord),
    /// It holds another currency: as it is.
    OtherCurrency(BalanceRecord),
    /// Less is left than is to be taken off, or more would be on it than any amount may be: as it is, if there is one.
    OutOfBounds(Option<BalanceRecord>),
}

/// Puts `amount` minor units on a code, below zero takes as much off what is left. The first time makes the balance.
///
/// # Errors
/// [`StoreError::Constraint`] when there is no such code.
#[tracing::instrument(level = "debug", skip_all, fields(code_id = %code_id))]
pub async fn change_balance(
    tx: &mut Tx<'_>,
    code_id: &str,
    currency: &str,
    amount: i64,
) -> Result<ChangeBalance, StoreError> {
    let now = tx.now();
    if read_balance(tx, code_id).await?.is_none() {
        if !(0..=MOST).contains(&amount) {
            return Ok(ChangeBalance::OutOfBounds(None));
        }
        if tx.execute(INSERT, params![code_id, currency, amount, now]).await? > 0 {
            write_entries(tx, code_id, 1, ISSUED, amount)?;
            let made = read_balance(tx, code_id).await?;
            let made = made.ok_or_else(|| StoreError::Internal("a balance was not written".to_owned()))?;
            return Ok(ChangeBalance::Changed(made));
        }
    }
    if let Some(mut row) = tx.query_first(UPDATE, params![code_id, currency, amount, now, MOST]).await? {
        let changed = BalanceRecord::decode(&mut row)?;
        write_entries(tx, code_id, changed.seq, ISSUED, amount)?;
        return Ok(ChangeBalance::Changed(changed));
    }
    Ok(match read_balance(tx, code_id).await? {
        Some(balance) if balance.currency != currency => ChangeBalance::OtherCurrency(balance),
        balance => ChangeBalance::OutOfBounds(balance),
    })
}
