//! A code as answers show it.

use jiff::Timestamp;
use serde::Serialize;
use tessera_store::balances::{BalanceEntry, BalanceRecord};
use tessera_store::codes::CodeRecord;

use crate::seq::Seq;

/// A code with what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeView {
    /// `cod_...`.
    pub id: String,
    /// The coupon it unlocks.
    pub coupon_id: String,
    /// As typed.
    pub code: String,
    /// `live` or `void`.
    pub state: String,
    /// The money on it; `null` when it holds none.
    pub balance: Option<BalanceView>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Sequence numbers of what a change touched; only in the answer to a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
}

impl CodeView {
    /// The view of a record.
    pub(super) fn of(record: CodeRecord, balance: Option<BalanceRecord>) -> Self {
        Self {
            id: record.id,
            coupon_id: record.coupon_id,
            code: record.code,
            state: record.state,
            balance: balance.map(BalanceView::from),
            created_at: record.created_at,
            seq: None,
        }
    }

    /// The same as the answer to a change.
    pub(super) fn changed(record: CodeRecord, balance: Option<BalanceRecord>) -> Self {
        let seq = balance.iter().map(|balance| (balance.code_id.clone(), balance.seq)).collect();
        Self { seq: Some(seq), ..Self::of(record, balance) }
    }
}

/// The money on a code, in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BalanceView {
    /// What is left.
    pub amount: i64,
    /// Its currency.
    pub currency: String,
    /// What was put on it, less what was taken off by hand.
    pub credited: i64,
    /// What orders were paid with, less what came back.
    pub used: i64,
    /// What live reservations hold.
    pub held: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl From<BalanceRecord> for BalanceView {
    fn from(record: BalanceRecord) -> Self {
        Self {
            amount: record.left(),
            currency: record.currency,
            credited: record.credited,
            used: record.used,
            held: record.held,
            updated_at: record.updated_at,
        }
    }
}

/// One movement of a balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BalanceEntryView {
    /// The balance's sequence number after it.
    pub seq: u64,
    /// `issued` for what was put on or taken off by hand, `order` for what an order took or gave back.
    pub account: &'static str,
    /// The merchant's id of the order.
    pub order_id: Option<String>,
    /// What the balance got, below zero what it gave.
    pub amount: i64,
    /// When.
    pub at: Timestamp,
}

impl From<BalanceEntry> for BalanceEntryView {
    fn from(entry: BalanceEntry) -> Self {
        let order_id = entry.account.strip_prefix("order:").map(str::to_owned);
        let account = if order_id.is_some() { "order" } else { "issued" };
        Self { seq: entry.seq, account, order_id, amount: entry.amount, at: entry.at }
    }
}
