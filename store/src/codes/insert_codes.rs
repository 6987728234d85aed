//! Gives a coupon many codes at once.

use std::sync::LazyLock;

use jiff::Timestamp;

use super::record::expiry_key;
use crate::coupons::catalogue_change::{lock_catalogue, touch_coupon};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;
use crate::value::Param;

/// What the codes of one batch have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodesOf {
    /// The coupon they unlock.
    pub coupon_id: String,
    /// `written` or `generated`.
    pub kind: &'static str,
    /// The job that makes them.
    pub batch_id: String,
    /// Most uses of each.
    pub limit: Option<u64>,
    /// The only account they are for.
    pub customer_id: Option<String>,
    /// When they end.
    pub expires_at: Option<Timestamp>,
    /// Money on each: minor units and currency.
    pub balance: Option<(i64, String)>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchCode {
    /// `cod_...`.
    pub id: String,
    /// For display.
    pub code: String,
    /// What equality is on.
    pub canonical: String,
}

/// Rows of one statement.
const TOGETHER: usize = 250;

/// Parameters before those of the rows.
const SHARED: usize = 7;

/// Money on the codes of a batch that have none, those from one id to another.
pub(crate) const INSERT_BALANCES: &str = "INSERT INTO balances (code_id, currency, credited, used, held, seq, created_at, updated_at) \
     SELECT d.id, CAST(?4 AS TEXT), CAST(?5 AS BIGINT), 0, 0, 1, CAST(?6 AS BIGINT), CAST(?6 AS BIGINT) FROM codes d WHERE d.id >= ?1 AND d.id <= ?2 AND d.batch_id = ?3 \
     AND NOT EXISTS (SELECT 1 FROM balances b WHERE b.code_id = d.id)";

/// Where it comes from and where it goes.
pub(crate) const INSERT_ENTRIES: &str = "INSERT INTO balance_entries (code_id, seq, account, amount, at) \
     SELECT d.id, 1, CAST(?4 AS TEXT), CAST(?5 AS BIGINT), CAST(?6 AS BIGINT) FROM codes d WHERE d.id >= ?1 AND d.id <= ?2 AND d.batch_id = ?3 \
     AND NOT EXISTS (SELECT 1 FROM balance_entries e WHERE e.code_id = d.id AND e.seq = 1 AND e.account = ?4)";

static WHOLE: LazyLock<String> = LazyLock::new(|| statement(TOGETHER));

/// The statement for so many rows; a row whose canonical form is taken is passed over.
pub(crate) fn statement(rows: usize) -> String {
    let row = |row: usize| {
        let first = SHARED + 3 * row + 1;
        format!(
            "(?{first}, ?1, ?{}, ?{}, 'live', ?2, CAST(?3 AS BIGINT), NULL, CAST(?4 AS BIGINT), ?5, CAST(?6 AS BIGINT), ?7, 'live')",
            first + 1,
            first + 2
        )
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!(
        "INSERT INTO codes (id, coupon_id, code, canonical, state, kind, use_limit, position, created_at, customer_id, expires_key, batch_id, standing) \
         VALUES {} ON CONFLICT (canonical) WHERE state <> 'void' DO NOTHING",
        rows.join(", ")
    )
}

/// Inserts codes, with the money that is to be on each; answers how many. Those whose canonical form is taken are passed
/// over. The caller tells the catalogue when all of them are there. For speed both texts and ids should ascend.
///
/// # Errors
/// [`StoreError::Constraint`] when there is no such coupon.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %of.coupon_id, codes = codes.len()))]
pub async fn insert_codes(tx: &mut Tx<'_>, of: &CodesOf, codes: &[BatchCode]) -> Result<u64, StoreError> {
    let CodesOf { coupon_id, kind, batch_id, limit, customer_id, expires_at, balance } = of;
    let now = tx.now();
    let mut inserted = 0;
    for rows in codes.chunks(TOGETHER) {
        let shared: [Param<'_>; SHARED] = [
            coupon_id.into(),
            (*kind).into(),
            (*limit).into(),
            now.into(),
            customer_id.into(),
            expiry_key(*expires_at),
            batch_id.into(),
        ];
        let mut values = Vec::with_capacity(SHARED + 3 * rows.len());
        values.extend(shared);
        for row in rows {
            values.extend([Param::from(&row.id), Param::from(&row.code), Param::from(&row.canonical)]);
        }
        inserted += match rows.len() {
            TOGETHER => tx.execute(&WHOLE, &values).await?,
            rows => tx.execute(&statement(rows), &values).await?,
        };
    }
    if let Some((amount, currency)) = balance {
        let ids = codes.iter().map(|code| &code.id);
        let (Some(first), Some(last)) = (ids.clone().min(), ids.max()) else { return Ok(inserted) };
        tx.execute(INSERT_BALANCES, params![first, last, batch_id, currency, *amount, now]).await?;
        for (account, amount) in [("balance", *amount), ("issued", -*amount)] {
            tx.execute(INSERT_ENTRIES, params![first, last, batch_id, account, amount, now]).await?;
        }
    }
    Ok(inserted)
}

/// Tells the catalogue that a coupon has further codes, so that whoever remembers that nobody has one of them asks again.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
pub async fn announce_codes(tx: &mut Tx<'_>, coupon_id: &str) -> Result<(), StoreError> {
    lock_catalogue(tx).await?;
    touch_coupon(tx, coupon_id).await
}
