//! What begins and what ends in a stretch of time, for a calendar: coupons that are not archived.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

/// Those that begin in it.
pub(crate) const SELECT_BEGINNING: &str = "SELECT c.id, c.name, c.status, c.starts_at, c.ends_at FROM coupons c \
     WHERE c.starts_at >= ?1 AND c.starts_at < ?2 AND c.status <> 'archived' AND c.deleted_at IS NULL \
     ORDER BY c.starts_at, c.id LIMIT ?3";

/// Those that end in it; what ends with its last instant is over with it.
pub(crate) const SELECT_ENDING: &str = "SELECT c.id, c.name, c.status, c.starts_at, c.ends_at FROM coupons c \
     WHERE c.ends_key > ?1 AND c.ends_key <= ?2 AND c.status <> 'archived' AND c.deleted_at IS NULL \
     ORDER BY c.ends_key, c.id LIMIT ?3";

/// Whether a campaign has a coupon that is in force or will be by itself.
pub(crate) const SELECT_ENABLED: &str =
    "SELECT c.id FROM coupons c WHERE c.campaign_id = ?1 AND c.status = 'enabled' AND c.deleted_at IS NULL LIMIT 1";

/// A coupon of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarCoupon {
    /// `cpn_...`.
    pub id: String,
    /// What the merchant calls it.
    pub name: String,
    /// `draft`, `enabled` or `paused`.
    pub status: String,
    /// In force from here on.
    pub starts_at: Option<Timestamp>,
    /// In force before here.
    pub ends_at: Option<Timestamp>,
}

impl CalendarCoupon {
    fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            name: row.text()?,
            status: row.text()?,
            starts_at: row.optional_time()?,
            ends_at: row.optional_time()?,
        })
    }
}

/// Coupons that begin in a stretch of time and coupons that end in it, each the soonest first and so many at most.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_calendar(
    tx: &mut Tx<'_>,
    from: Timestamp,
    until: Timestamp,
    most: u32,
) -> Result<[Vec<CalendarCoupon>; 2], StoreError> {
    let decoded = |rows: Vec<Row>| rows.into_iter().map(|mut row| CalendarCoupon::decode(&mut row)).collect();
    let beginning: Result<_, StoreError> = decoded(tx.query(SELECT_BEGINNING, params![from, until, most]).await?);
    let ending: Result<_, StoreError> = decoded(tx.query(SELECT_ENDING, params![from, until, most]).await?);
    Ok([beginning?, ending?])
}

/// Whether one of a campaign's coupons is enabled: what is changed of the campaign changes what is in force.
///
/// # Errors
/// [`StoreError`] when it cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(campaign_id = %id))]
pub async fn has_enabled_coupon(tx: &mut Tx<'_>, id: &str) -> Result<bool, StoreError> {
    Ok(tx.query_first(SELECT_ENABLED, params![id]).await?.is_some())
}
