//! What a unit of work takes of balances and gives back, summed up and applied at once, as
//! [`limits::moves`](crate::limits) does it for limits.

use std::collections::BTreeMap;

use super::write_entries::write_entries;
use crate::error::StoreError;
use crate::limits::moves::{Column, LimitReached, Refusal};
use crate::params;
use crate::redemptions::RedemptionRecord;
use crate::tx::Tx;

/// Takes of a balance, gives back to it, or moves from held to used; nothing when it has not enough.
pub(crate) const MOVE: &str = "UPDATE balances SET used = used + ?3, held = held + ?4, seq = seq + 1, updated_at = ?5 \
     WHERE code_id = ?1 AND currency = ?2 AND used + held + ?3 + ?4 <= credited RETURNING seq";

/// What changes on balances, by code.
#[derive(Debug, Default)]
pub(crate) struct BalanceMoves(BTreeMap<String, Move>);

#[derive(Debug)]
struct Move {
    currency: String,
    used: i64,
    held: i64,
}

impl BalanceMoves {
    /// Takes what a redemption pays, if it is a payment.
    pub(crate) fn take(&mut self, redemption: &RedemptionRecord, column: Column) {
        self.add(redemption, column, redemption.amount);
    }

    /// Gives back what did not go back yet of what a redemption paid, if it is a payment.
    pub(crate) fn give(&mut self, redemption: &RedemptionRecord, column: Column) {
        self.add(redemption, column, redemption.returned - redemption.amount);
    }

    /// Gives back a part of what a redemption paid.
    pub(crate) fn give_part(&mut self, redemption: &RedemptionRecord, amount: i64) {
        self.add(redemption, Column::Used, -amount);
    }

    fn add(&mut self, redemption: &RedemptionRecord, column: Column, amount: i64) {
        let (true, Some(code_id)) = (redemption.pays, &redemption.code_id) else { return };
        let entry = self.0.entry(code_id.clone()).or_insert_with(|| Move {
            currency: redemption.currency.clone(),
            used: 0,
            held: 0,
        });
        match column {
            Column::Used => entry.used += amount,
            Column::Held => entry.held += amount,
        }
    }

    /// Applies the differences an order makes, in the order of the codes' ids; answers the codes that have not enough.
    /// When there is such, part may be written: the caller undoes that.
    pub(crate) async fn apply(
        self,
        tx: &mut Tx<'_>,
        order_id: &str,
        seq: &mut BTreeMap<String, u64>,
    ) -> Result<Vec<Refusal>, StoreError> {
        let (mut refused, account, now) = (Vec::new(), format!("order:{order_id}"), tx.now());
        for (code_id, Move { currency, used, held }) in self.0 {
            if used == 0 && held == 0 {
                continue;
            }
            let growth = used + held;
            let row = tx.query_first(MOVE, params![&code_id, &currency, used, held, now]).await?;
            let Some(mut row) = row else {
                if growth <= 0 {
                    return Err(StoreError::Corrupt(format!("the balance of {code_id} is gone")));
                }
                refused.push(Refusal { owner: code_id, reason: LimitReached::Balance });
                continue;
            };
            let number = row.unsigned()?;
            if growth != 0 {
                write_entries(tx, &code_id, number, &account, -growth)?;
            }
            seq.insert(code_id, number);
        }
        Ok(refused)
    }
}
