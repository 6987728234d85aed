//! Holds and redemptions: each in one state that goes with the others.

use super::{Looked, Verified};
use crate::error::StoreError;
use crate::tx::Tx;

/// All redemptions.
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM redemptions";

/// A use that is held by no live hold.
pub(crate) const FIND_LOOSE: &str = "SELECT r.id FROM redemptions r LEFT JOIN reservations h ON h.id = r.reservation_id \
     WHERE r.state = 'held' AND (h.id IS NULL OR h.state <> 'held' OR h.order_id <> r.order_id) ORDER BY r.id LIMIT 1";

/// A hold that was committed to no order.
pub(crate) const FIND_LOST: &str = "SELECT h.id FROM reservations h LEFT JOIN orders o ON o.reservation_id = h.id \
     WHERE h.state = 'committed' AND (o.order_id IS NULL OR o.order_id <> h.order_id) ORDER BY h.id LIMIT 1";

/// A hold that became an order and says otherwise.
pub(crate) const FIND_TWICE: &str = "SELECT h.id FROM reservations h JOIN orders o ON o.reservation_id = h.id WHERE h.state <> 'committed' ORDER BY h.id LIMIT 1";

/// A use of no order.
pub(crate) const FIND_ORPHAN: &str = "SELECT r.id FROM redemptions r LEFT JOIN orders o ON o.order_id = r.order_id \
     WHERE r.state IN ('committed', 'cancelled', 'refunded') AND (o.order_id IS NULL OR o.reservation_id <> r.reservation_id) ORDER BY r.id LIMIT 1";

/// A use that ended and still counts, or is taken and counts nowhere.
pub(crate) const FIND_MISCOUNTED: &str = "SELECT r.id FROM redemptions r \
     WHERE (r.state IN ('released', 'expired') AND r.counts + r.counts_on_day + r.in_budget > 0) \
     OR (r.state = 'cancelled' AND r.counts = 1) \
     OR (r.state IN ('held', 'committed') AND r.renews_id IS NULL AND r.counts = 0) \
     OR (r.renews_id IS NOT NULL AND r.counts + r.counts_on_day + r.in_budget > 0) ORDER BY r.id LIMIT 1";

/// A use that goes on though its order is over.
pub(crate) const FIND_OUTLIVING: &str = "SELECT r.id FROM redemptions r JOIN orders o ON o.order_id = r.order_id AND o.reservation_id = r.reservation_id \
     WHERE r.state = 'committed' AND o.state <> 'placed' ORDER BY r.id LIMIT 1";

/// A renewal of nothing, or of another coupon.
pub(crate) const FIND_FIRSTLESS: &str = "SELECT r.id FROM redemptions r LEFT JOIN redemptions f ON f.id = r.renews_id \
     WHERE r.renews_id IS NOT NULL AND (f.id IS NULL OR f.coupon_id <> r.coupon_id OR f.renews_id IS NOT NULL OR r.subscription_id IS NULL OR r.renewal_number IS NULL) \
     ORDER BY r.id LIMIT 1";

/// A use that began before the coupon's version, or of a version there is not.
pub(crate) const FIND_VERSIONLESS: &str = "SELECT r.id FROM redemptions r LEFT JOIN coupon_versions v ON v.coupon_id = r.coupon_id AND v.version = r.coupon_version \
     WHERE v.version IS NULL ORDER BY r.id LIMIT 1";

/// Looks at states.
pub(super) async fn verify_reservations(tx: &mut Tx<'_>) -> Result<Verified, StoreError> {
    let mut looked = Looked::default();
    if let Some(mut row) = tx.query_first(COUNT, &[]).await? {
        looked.at = row.unsigned()?;
    }
    looked.expect_none(tx, FIND_LOOSE, "it is held by no hold").await?;
    looked.expect_none(tx, FIND_LOST, "it was committed and there is no order of it").await?;
    looked.expect_none(tx, FIND_TWICE, "it became an order and did not end as committed").await?;
    looked.expect_none(tx, FIND_ORPHAN, "there is no order it belongs to").await?;
    looked.expect_none(tx, FIND_MISCOUNTED, "whether it counts does not go with its state").await?;
    looked.expect_none(tx, FIND_OUTLIVING, "its order is over").await?;
    looked.expect_none(tx, FIND_FIRSTLESS, "it renews no redemption of its coupon").await?;
    looked.expect_none(tx, FIND_VERSIONLESS, "there is no such version of its coupon").await?;
    Ok(looked.called("redemptions"))
}
