//! A code as answers show it.

use jiff::Timestamp;
use serde::Serialize;
use tessera_store::balances::{BalanceEntry, BalanceRecord};
use tessera_store::codes::{CodeRecord, CodeUse};

use super::storefront::Storefront;
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
    /// `live`, `used`, `expired` or `void`.
    pub state: String,
    /// `written` or `generated`.
    pub kind: String,
    /// Most uses, in place of what the coupon says; `null`: what that says.
    pub limit: Option<u64>,
    /// The only account it is for; `null`: anybody.
    pub customer_id: Option<String>,
    /// The first instant at which it is no longer valid.
    pub expires_at: Option<Timestamp>,
    /// The job that made it.
    pub batch_id: Option<String>,
    /// How many orders have it; where nothing limits it 1,000 stands for that many and more. Not in the answer to a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uses: Option<u64>,
    /// The last order that has it; not in the answer to a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_use: Option<Option<LastUseView>>,
    /// The money on it; `null` when it holds none.
    pub balance: Option<BalanceView>,
    /// The link that applies it in the shop; `null` while the setting `storefront_url` is not set, and of a void code.
    pub link: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Sequence numbers of what a change touched; only in the answer to a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
}

impl CodeView {
    /// The view of a record.
    pub(super) fn of(
        record: CodeRecord,
        balance: Option<BalanceRecord>,
        now: Timestamp,
        storefront: &Storefront,
    ) -> Self {
        let state = record.state_at(now).to_owned();
        let link = storefront.link(&record.code).filter(|_| record.state != "void");
        Self {
            id: record.id,
            coupon_id: record.coupon_id,
            code: record.code,
            state,
            kind: record.kind,
            limit: record.limit,
            customer_id: record.customer_id,
            expires_at: record.expires_at,
            batch_id: record.batch_id,
            uses: None,
            last_use: None,
            balance: balance.map(BalanceView::from),
            link,
            created_at: record.created_at,
            seq: None,
        }
    }

    /// The same as the answer to a change.
    pub(super) fn changed(
        record: CodeRecord,
        balance: Option<BalanceRecord>,
        now: Timestamp,
        storefront: &Storefront,
    ) -> Self {
        let seq = balance.iter().map(|balance| (balance.code_id.clone(), balance.seq)).collect();
        Self { seq: Some(seq), ..Self::of(record, balance, now, storefront) }
    }

    /// The same with what became of it.
    pub(super) fn used(
        found: CodeUse,
        balance: Option<BalanceRecord>,
        now: Timestamp,
        storefront: &Storefront,
    ) -> Self {
        let last =
            found.last.map(|last| LastUseView { order_id: last.order_id, customer_id: last.customer_id, at: last.at });
        Self { uses: Some(found.uses), last_use: Some(last), ..Self::of(found.code, balance, now, storefront) }
    }
}

/// The last order that has a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LastUseView {
    /// The merchant's id of the order.
    pub order_id: String,
    /// The merchant's id of the account.
    pub customer_id: Option<String>,
    /// When.
    pub at: Timestamp,
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
