//! What is kept of a balance.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// The money on a code, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRecord {
    /// `cod_...`.
    pub code_id: String,
    /// Of all its amounts.
    pub currency: String,
    /// What was put on it, less what was taken off by hand.
    pub credited: i64,
    /// What orders were paid with, less what came back.
    pub used: i64,
    /// What live holds will pay with.
    pub held: i64,
    /// Rises by one with every change.
    pub seq: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The columns of a [`BalanceRecord`], in its order.
macro_rules! balance_columns {
    () => {
        "code_id, currency, credited, used, held, seq, created_at, updated_at"
    };
}

pub(crate) use balance_columns;

impl BalanceRecord {
    /// Reads `balance_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            code_id: row.text()?,
            currency: row.text()?,
            credited: row.integer()?,
            used: row.integer()?,
            held: row.integer()?,
            seq: row.unsigned()?,
            created_at: row.time()?,
            updated_at: row.time()?,
        })
    }

    /// What is left for others.
    #[must_use]
    pub const fn left(&self) -> i64 {
        self.credited - self.used - self.held
    }
}

/// One movement of a balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceEntry {
    /// The balance's sequence number after it.
    pub seq: u64,
    /// The other side: `issued`, or `order:<order id>`.
    pub account: String,
    /// What the balance got, below zero what it gave, in minor units.
    pub amount: i64,
    /// When.
    pub at: Timestamp,
}
