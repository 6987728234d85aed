//! Remembers which coupons came to their total limit, so that a list of those that are used up begins at them. Whether one
//! still is, its counter says.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// It just came to its limit.
pub(crate) const MARK: &str =
    "INSERT INTO coupons_once_used_up (coupon_id) VALUES (?1) ON CONFLICT (coupon_id) DO NOTHING";

/// The same where its limit came to what it has.
pub(crate) const MARK_WHERE_SO: &str = "INSERT INTO coupons_once_used_up (coupon_id) \
     SELECT c.id FROM coupons c JOIN counters k ON k.owner = c.id AND k.resource = 'uses' \
     WHERE c.id = ?1 AND k.used + k.held >= c.total_limit ON CONFLICT (coupon_id) DO NOTHING";

/// The same of all coupons: what a process of an older release took, it did not mark.
pub(crate) const MARK_ALL: &str = "INSERT INTO coupons_once_used_up (coupon_id) \
     SELECT c.id FROM coupons c JOIN counters k ON k.owner = c.id AND k.resource = 'uses' \
     WHERE k.used + k.held >= c.total_limit ON CONFLICT (coupon_id) DO NOTHING";

/// A coupon that is at its limit and not marked.
pub(crate) const FIND_UNMARKED: &str = "SELECT c.id FROM coupons c JOIN counters k ON k.owner = c.id AND k.resource = 'uses' \
     LEFT JOIN coupons_once_used_up o ON o.coupon_id = c.id WHERE k.used + k.held >= c.total_limit AND o.coupon_id IS NULL LIMIT 1";

/// All uses of a coupon are taken.
pub(crate) fn mark_used_up(tx: &mut Tx<'_>, coupon_id: &str) -> Result<(), StoreError> {
    tx.push(MARK, params![coupon_id])
}

/// A coupon was made or edited: its limit may be what is taken already.
pub(super) fn mark_where_used_up(tx: &mut Tx<'_>, coupon_id: &str) -> Result<(), StoreError> {
    tx.push(MARK_WHERE_SO, params![coupon_id])
}
