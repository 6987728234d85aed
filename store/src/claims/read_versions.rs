//! Which versions of its coupon a claim has, after the edits since.

use crate::coupons::CouponVersionRecord;
use crate::coupons::list_coupon_versions::{self, version_columns};
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

use super::record::ClaimRecord;

/// The last version since that is for all claims.
pub(crate) const SELECT_BASE: &str = concat!(
    "SELECT ",
    version_columns!(),
    " FROM coupon_versions v WHERE v.coupon_id = ?1 AND v.version > ?2 AND v.for_claims <> 'keep' AND v.for_claims = 'all' \
     ORDER BY v.version DESC LIMIT 1"
);

/// The versions since that are for claims too, newest first.
pub(crate) const SELECT: &str = concat!(
    "SELECT ",
    version_columns!(),
    " FROM coupon_versions v WHERE v.coupon_id = ?1 AND v.version > ?2 AND v.for_claims <> 'keep' ORDER BY v.version DESC LIMIT ?3"
);

/// Versions besides its own that a claim may have at most: the newest of them.
const MOST: u32 = 8;

/// The versions whose terms a claim has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimVersions {
    /// The one it was claimed at, or a later one that replaced it.
    pub base: CouponVersionRecord,
    /// Later ones it may have as well, whichever give more; the newest first.
    pub better: Vec<CouponVersionRecord>,
}

/// The versions whose terms a claim has.
///
/// # Errors
/// [`StoreError::Corrupt`] when there is no such version.
#[tracing::instrument(level = "debug", skip_all, fields(claim_id = %claim.id))]
pub async fn read_versions(tx: &mut Tx<'_>, claim: &ClaimRecord) -> Result<ClaimVersions, StoreError> {
    let replaced = tx.query_first(SELECT_BASE, params![&claim.coupon_id, claim.coupon_version]).await?;
    let base = match replaced {
        Some(mut row) => CouponVersionRecord::decode(&mut row)?,
        None => {
            let base = list_coupon_versions::read_coupon_version(tx, &claim.coupon_id, claim.coupon_version).await?;
            base.ok_or_else(|| StoreError::Corrupt(format!("the version of the claim {} is gone", claim.id)))?
        }
    };
    let rows = tx.query(SELECT, params![&claim.coupon_id, base.version, MOST]).await?;
    let better = rows.into_iter().map(|mut row| CouponVersionRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(ClaimVersions { base, better })
}
