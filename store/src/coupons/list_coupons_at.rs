//! What coupons were at an earlier instant, where that is not what they are now.

use jiff::Timestamp;

use super::list_coupon_versions::version_columns;
use super::record::CouponVersionRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// A page of the coupons that were edited after an instant, each with the version in force then. `?2` and `?3` are the
/// edit and the id of the last of the page before.
pub(crate) const SELECT: &str = concat!(
    "SELECT c.id, c.updated_at, CASE WHEN v.version IS NULL THEN 0 ELSE 1 END, ",
    version_columns!(),
    " FROM coupons c LEFT JOIN coupon_versions v ON v.coupon_id = c.id AND v.version = \
     (SELECT MAX(w.version) FROM coupon_versions w WHERE w.coupon_id = c.id AND w.created_at <= ?1) \
     WHERE (c.updated_at, c.id) > (?2, ?3) ORDER BY c.updated_at, c.id LIMIT ?4"
);

/// What a coupon was at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouponAt {
    /// `cpn_...`.
    pub id: String,
    /// When it was last edited.
    pub updated_at: Timestamp,
    /// The version that was in force; `None`: it was made later.
    pub version: Option<CouponVersionRecord>,
}

/// A page of the coupons that were edited after `instant`, by the time of their last edit: what each of them was then.
/// All others were then what they are now. `after` is the last of the page before.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(%instant))]
pub async fn list_coupons_at(
    tx: &mut Tx<'_>,
    instant: Timestamp,
    after: Option<&CouponAt>,
    limit: u32,
) -> Result<Vec<CouponAt>, StoreError> {
    // Nothing edited at the instant itself comes: no id is as large as this.
    let (edited, id) = after.map_or((instant, "\u{10FFFF}"), |last| (last.updated_at, last.id.as_str()));
    let rows = tx.query(SELECT, params![instant, edited, id, limit]).await?;
    rows.into_iter()
        .map(|mut row| {
            let (id, updated_at) = (row.text()?, row.time()?);
            let version = if row.flag()? { Some(CouponVersionRecord::decode(&mut row)?) } else { None };
            Ok(CouponAt { id, updated_at, version })
        })
        .collect()
}
