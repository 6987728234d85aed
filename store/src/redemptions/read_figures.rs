//! What the uses of a coupon came to: what was given, and what the orders are worth. Read from the newest uses up to a
//! bound, so that the figures of a busy coupon take no longer than a page may.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;
use crate::value::Param;

/// The newest uses of a coupon, summed up by currency. An order that has several codes of the coupon is one order.
pub(crate) const SELECT: &str = "SELECT g.currency, CAST(SUM(g.uses) AS BIGINT), CAST(SUM(g.applies) AS BIGINT), CAST(SUM(g.given) AS BIGINT), \
     CAST(SUM(CASE WHEN g.applies = 1 THEN COALESCE(o.total - o.refunded, 0) ELSE 0 END) AS BIGINT) \
     FROM (SELECT f.order_id, MIN(f.currency) AS currency, COUNT(*) AS uses, \
     MAX(CASE WHEN f.state = 'committed' AND f.pays = 0 THEN 1 ELSE 0 END) AS applies, \
     SUM(CASE WHEN f.state = 'committed' AND f.pays = 0 THEN f.amount ELSE 0 END) AS given \
     FROM (SELECT r.order_id, r.currency, r.state, r.pays, r.amount FROM redemptions r WHERE r.coupon_id = ?1 \
     ORDER BY r.created_at DESC, r.id DESC LIMIT ?2) AS f GROUP BY f.order_id) AS g \
     LEFT JOIN orders o ON o.order_id = g.order_id GROUP BY g.currency ORDER BY g.currency";

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// What the newest uses of a coupon came to in one currency, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The currency.
    pub currency: String,
    /// Uses that were looked at, in any state.
    pub uses: u64,
    /// Orders that have the coupon.
    pub orders: u64,
    /// What it gave them.
    pub given: i64,
    /// What was paid for them and did not come back.
    pub revenue: i64,
}

/// What a coupon gave on one of the last days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenOnDay {
    /// The coupon.
    pub coupon_id: String,
    /// The currency.
    pub currency: String,
    /// Whole days since the first instant that was asked for.
    pub day: u64,
    /// How many redemptions were looked at, whatever became of them.
    pub looked_at: u64,
    /// How many of them are uses now.
    pub uses: u64,
    /// What these gave, in minor units.
    pub given: i64,
}

/// The figures of a coupon by currency, of its newest uses, `most` of them.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %coupon_id))]
pub async fn read_figures(tx: &mut Tx<'_>, coupon_id: &str, most: u32) -> Result<Vec<Figures>, StoreError> {
    let mut figures = Vec::new();
    for mut row in tx.query(SELECT, params![coupon_id, most]).await? {
        figures.push(Figures {
            currency: row.text()?,
            uses: row.unsigned()?,
            orders: row.unsigned()?,
            given: row.integer()?,
            revenue: row.integer()?,
        });
    }
    Ok(figures)
}

/// What of a coupon's budget in a currency is spent or held, in minor units.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %coupon_id))]
pub async fn read_budget_used(tx: &mut Tx<'_>, coupon_id: &str, currency: &str) -> Result<u64, StoreError> {
    let resource = format!("budget:{currency}");
    let row = tx.query_first(super::read_uses::SELECT, params![coupon_id, &resource]).await?;
    Ok(row.map(|mut row| row.unsigned()).transpose()?.unwrap_or(0))
}

/// What each of some coupons gave since an instant, by day, of its newest uses, `most` of each: one statement for all.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupons = coupon_ids.len()))]
pub async fn read_given_by_day(
    tx: &mut Tx<'_>,
    coupon_ids: &[String],
    since: Timestamp,
    most: u32,
) -> Result<Vec<GivenOnDay>, StoreError> {
    if coupon_ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Param<'_>> = vec![since.into(), DAY.into(), most.into()];
    values.extend(coupon_ids.iter().map(Param::from));
    let mut given = Vec::new();
    for mut row in tx.query(&by_day(coupon_ids.len()), &values).await? {
        given.push(GivenOnDay {
            coupon_id: row.text()?,
            currency: row.text()?,
            day: row.unsigned()?,
            looked_at: row.unsigned()?,
            uses: row.unsigned()?,
            given: row.integer()?,
        });
    }
    Ok(given)
}

/// The statement for so many coupons. Each is read along the primary key, and no further than the bound.
pub(crate) fn by_day(coupons: usize) -> String {
    let mut sql = "SELECT u.coupon_id, u.currency, u.day, COUNT(*), CAST(SUM(u.is_given) AS BIGINT), CAST(SUM(u.is_given * u.amount) AS BIGINT) FROM (".to_owned();
    for number in 0..coupons {
        let union = if number == 0 { "" } else { " UNION ALL " };
        let _ = write!(
            sql,
            "{union}SELECT a{number}.coupon_id, a{number}.currency, (a{number}.created_at - CAST(?1 AS BIGINT)) / CAST(?2 AS BIGINT) AS day, a{number}.amount, \
             CASE WHEN a{number}.state = 'committed' AND a{number}.pays = 0 THEN 1 ELSE 0 END AS is_given \
             FROM (SELECT r.coupon_id, r.currency, r.created_at, r.amount, r.state, r.pays FROM redemptions r \
             WHERE r.coupon_id = ?{} AND r.created_at >= CAST(?1 AS BIGINT) ORDER BY r.created_at DESC, r.id DESC LIMIT ?3) AS a{number}",
            number + 4
        );
    }
    sql.push_str(") AS u GROUP BY u.coupon_id, u.currency, u.day ORDER BY u.coupon_id, u.currency, u.day");
    sql
}
