//! What became of codes: how often each was used, and by whom last.

use jiff::Timestamp;

use super::record::{CodeRecord, code_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

/// Uses of a code without a limit that are counted at most.
pub const COUNTED_USES: u64 = 1_000;

/// A code with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeUse {
    /// The code.
    pub code: CodeRecord,
    /// How many orders have it. Where nothing limits it, [`COUNTED_USES`] stands for that many and more.
    pub uses: u64,
    /// The last order that has it.
    pub last: Option<LastUse>,
}

/// The last order that has a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastUse {
    /// The merchant's id of the order.
    pub order_id: String,
    /// The merchant's id of the account.
    pub customer_id: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Codes with what became of them; ends before WHERE. A limited code has a counter, of another the redemptions are counted.
macro_rules! select_code_uses {
    () => {
        concat!(
            "SELECT ",
            $crate::codes::record::code_columns!(),
            ", COALESCE((SELECT k.used FROM counters k WHERE k.owner = d.coupon_id AND k.resource = 'code:' || d.id), \
             (SELECT COUNT(*) FROM (SELECT 1 FROM redemptions u WHERE u.code_id = d.id AND u.counts = 1 AND u.state <> 'held' AND u.renews_id IS NULL LIMIT 1000) n)), \
             r.order_id, r.customer_id, r.created_at FROM codes d LEFT JOIN redemptions r ON r.id = (SELECT x.id FROM redemptions x \
             WHERE x.code_id = d.id AND x.state IN ('committed', 'refunded') AND x.renews_id IS NULL ORDER BY x.created_at DESC, x.id DESC LIMIT 1)"
        )
    };
}

pub(crate) use select_code_uses;

/// By id.
pub(crate) const SELECT: &str = concat!(select_code_uses!(), " WHERE d.id = ?1");

/// The live code of a canonical form, or the one that was voided last.
pub(crate) const SELECT_BY_TEXT: &str = concat!(
    "SELECT ",
    code_columns!(),
    " FROM codes d WHERE d.canonical = ?1 AND d.voided_at IS NOT NULL ORDER BY d.created_at DESC LIMIT 1"
);

impl CodeUse {
    /// Reads what `select_code_uses` selects.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        let code = CodeRecord::decode(row)?;
        let uses = row.unsigned()?;
        let (order_id, customer_id, at) = (row.optional_text()?, row.optional_text()?, row.optional_time()?);
        let last = order_id.zip(at).map(|(order_id, at)| LastUse { order_id, customer_id, at });
        Ok(Self { code, uses, last })
    }
}

/// A code with what became of it, void or not.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(code_id = %id))]
pub async fn read_code_use(tx: &mut Tx<'_>, id: &str) -> Result<Option<CodeUse>, StoreError> {
    tx.query_first(SELECT, params![id]).await?.map(|mut row| CodeUse::decode(&mut row)).transpose()
}

/// The code of a canonical form that was voided last.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn find_voided_code(tx: &mut Tx<'_>, canonical: &str) -> Result<Option<CodeRecord>, StoreError> {
    tx.query_first(SELECT_BY_TEXT, params![canonical]).await?.map(|mut row| CodeRecord::decode(&mut row)).transpose()
}
