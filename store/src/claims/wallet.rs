//! Reads a customer's wallet.

use super::list_claims::HEAD;
use super::record::{ClaimRecord, is_alive};
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::params;
use crate::select::Select;
use crate::tx::Tx;
use crate::value::{Param, Row};

/// How many there are in each tab.
pub(crate) const COUNT: &str = concat!(
    "SELECT CAST(COALESCE(SUM(CASE WHEN c.state = 'held' OR (c.state = 'available' AND ",
    is_alive!("?2"),
    ") THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN c.state = 'used' THEN 1 ELSE 0 END), 0) AS BIGINT), \
     CAST(COALESCE(SUM(CASE WHEN c.state = 'available' AND NOT ",
    is_alive!("?2"),
    " THEN 1 ELSE 0 END), 0) AS BIGINT) FROM claims c WHERE c.customer_id = ?1"
);

const LIST: &str = "wallet";

/// A part of a wallet. What was taken back is in none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What may be used, and what a reservation holds.
    Available,
    /// What an order has.
    Used,
    /// What is over and was not used.
    Expired,
}

impl Tab {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Available, Self::Used, Self::Expired];
}

/// How many claims there are in each tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WalletCounts {
    /// That may be used, or a reservation holds.
    pub available: u64,
    /// That an order has.
    pub used: u64,
    /// That are over and were not used.
    pub expired: u64,
}

/// A customer's claims of a tab, the newest first.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_wallet(
    tx: &mut Tx<'_>,
    customer_id: &str,
    tab: Tab,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<ClaimRecord>, StoreError> {
    let after = after_cursor(LIST, cursor)?;
    let now = Param::from(tx.now());
    let rows = select(customer_id, tab, after.as_ref(), now, limit)?.query(tx).await?;
    page(LIST, rows, limit)
}

/// How many claims a customer has in each tab.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn count_wallet(tx: &mut Tx<'_>, customer_id: &str) -> Result<WalletCounts, StoreError> {
    let now = tx.now();
    let Some(mut row) = tx.query_first(COUNT, params![customer_id, now]).await? else {
        return Ok(WalletCounts::default());
    };
    Ok(WalletCounts { available: row.unsigned()?, used: row.unsigned()?, expired: row.unsigned()? })
}

/// The statement for a tab.
pub(crate) fn select<'a>(
    customer_id: &'a str,
    tab: Tab,
    after: Option<&'a [String; 2]>,
    now: Param<'a>,
    limit: u32,
) -> Result<Select<'a>, StoreError> {
    let mut select = Select::new(HEAD);
    select.filter("c.customer_id = ?", &[customer_id.into()]);
    match tab {
        Tab::Available => {
            let condition = concat!("(c.state = 'held' OR (c.state = 'available' AND ", is_alive!("?"), "))");
            select.filter(condition, &[now; 4]);
        }
        Tab::Used => select.filter("c.state = 'used'", &[]),
        Tab::Expired => select.filter(concat!("c.state = 'available' AND NOT ", is_alive!("?")), &[now; 4]),
    }
    if let Some([claimed_at, id]) = after {
        let claimed_at = Param::Integer(claimed_at.parse().map_err(|_| StoreError::InvalidCursor)?);
        select.filter("(c.claimed_at, c.id) < (?, ?)", &[claimed_at, id.into()]);
    }
    select.end("ORDER BY c.claimed_at DESC, c.id DESC LIMIT ?", &[rows_wanted(limit).into()]);
    Ok(select)
}

pub(super) fn after_cursor(list: &str, cursor: Option<&str>) -> Result<Option<[String; 2]>, StoreError> {
    cursor.map(|cursor| cursor::decode::<2>(list, cursor)).transpose()
}

pub(super) fn page(list: &str, rows: Vec<Row>, limit: u32) -> Result<Page<ClaimRecord>, StoreError> {
    let found = rows.into_iter().map(|mut row| ClaimRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last: &ClaimRecord| {
        cursor::encode(list, &[&last.claimed_at.as_microsecond().to_string(), &last.id])
    }))
}
