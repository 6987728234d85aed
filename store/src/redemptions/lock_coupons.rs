//! What coupons are at this moment, held still until the transaction ends.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::error::StoreError;
use crate::limits::CouponLimits;
use crate::params;
use crate::tx::Tx;

/// A coupon. Whoever edits it waits until this transaction ends; whoever redeems it does not.
pub(crate) const SELECT: &str = "SELECT c.version, c.status, c.limits, f.through_at, c.campaign_id FROM coupons c \
     LEFT JOIN coupon_use_folds f ON f.coupon_id = c.id WHERE c.id = ?1 /*postgres: FOR SHARE OF c*/";

/// A coupon as far as a redemption asks of it.
#[derive(Clone, Debug)]
pub(crate) struct LockedCoupon {
    pub(crate) version: u64,
    pub(crate) is_enabled: bool,
    pub(crate) limits: CouponLimits,
    /// Up to when its uses are counted; `None`: never counted yet.
    pub(crate) folded_through: Option<Timestamp>,
    /// The campaign it is in.
    pub(crate) campaign_id: Option<String>,
}

/// Reads and locks coupons in the order of their ids. One that is gone is not in the answer.
pub(crate) async fn lock_coupons(
    tx: &mut Tx<'_>,
    ids: &BTreeSet<&str>,
) -> Result<BTreeMap<String, LockedCoupon>, StoreError> {
    let mut locked = BTreeMap::new();
    for id in ids {
        let Some(mut row) = tx.query_first(SELECT, params![*id]).await? else { continue };
        let coupon = LockedCoupon {
            version: row.unsigned()?,
            is_enabled: row.text()? == "enabled",
            limits: CouponLimits::read(&row.text()?)?,
            folded_through: row.optional_time()?,
            campaign_id: row.optional_text()?,
        };
        locked.insert((*id).to_owned(), coupon);
    }
    Ok(locked)
}
