//! Reads what is left on codes.

use super::record::{BalanceRecord, balance_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// By the code.
pub(crate) const SELECT: &str = concat!("SELECT ", balance_columns!(), " FROM balances WHERE code_id = ?1");

/// What a hold of an order will pay from a code.
pub(crate) const SELECT_OWN: &str = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM redemptions \
     WHERE order_id = ?1 AND code_id = ?2 AND state = 'held' AND pays = 1";

/// A code whose balance is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedBalance {
    /// `cod_...`.
    pub code_id: String,
    /// What is known to be the asking order's already, in minor units: to itself that is free. `None`: what its live
    /// hold has.
    pub own: Option<i64>,
}

/// The balance of a code, if it holds one.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(code_id = %code_id))]
pub async fn read_balance(tx: &mut Tx<'_>, code_id: &str) -> Result<Option<BalanceRecord>, StoreError> {
    tx.query_first(SELECT, params![code_id]).await?.map(|mut row| BalanceRecord::decode(&mut row)).transpose()
}

/// What is left on codes for an order, in the order asked: what that holds itself is free to it. A code without a
/// balance has `None`.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(balances = asked.len()))]
pub async fn read_balances(
    tx: &mut Tx<'_>,
    asked: &[AskedBalance],
    order_id: Option<&str>,
) -> Result<Vec<Option<(String, i64)>>, StoreError> {
    let mut found = Vec::with_capacity(asked.len());
    for AskedBalance { code_id, own } in asked {
        let Some(balance) = read_balance(tx, code_id).await? else {
            found.push(None);
            continue;
        };
        let own = match (own, order_id) {
            (Some(own), _) => *own,
            (None, Some(order_id)) => {
                let row = tx.query_first(SELECT_OWN, params![order_id, code_id]).await?;
                row.map(|mut row| row.integer()).transpose()?.unwrap_or(0)
            }
            (None, None) => 0,
        };
        let left = balance.left() + own;
        found.push(Some((balance.currency, left)));
    }
    Ok(found)
}
