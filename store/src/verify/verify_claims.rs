//! Claims: each is with the redemption it says, and each redemption of a claim has it.

use super::{Looked, Verified};
use crate::error::StoreError;
use crate::tx::Tx;

/// All claims.
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM claims";

/// A claim that is held or used by no redemption that is.
pub(crate) const FIND_LOOSE: &str = "SELECT c.id FROM claims c LEFT JOIN redemptions r ON r.id = c.redemption_id \
     WHERE c.state IN ('held', 'used') AND (r.id IS NULL OR r.counts = 0 OR r.claim_id IS NULL OR r.claim_id <> c.id \
     OR (c.state = 'held' AND r.state <> 'held') OR (c.state = 'used' AND r.state NOT IN ('committed', 'refunded'))) ORDER BY c.id LIMIT 1";

/// A redemption that has the claim of another, of another coupon, or none there is. What was revoked while it was held is
/// with nobody.
pub(crate) const FIND_TAKEN: &str = "SELECT r.id FROM redemptions r LEFT JOIN claims c ON c.id = r.claim_id \
     WHERE r.claim_id IS NOT NULL AND r.counts = 1 AND r.renews_id IS NULL AND (c.id IS NULL OR c.coupon_id <> r.coupon_id \
     OR ((c.redemption_id IS NULL OR c.redemption_id <> r.id) AND NOT (c.state = 'revoked' AND r.state = 'held'))) ORDER BY r.id LIMIT 1";

/// A claim at a version there is not.
pub(crate) const FIND_STRANGE: &str = "SELECT c.id FROM claims c LEFT JOIN coupon_versions v ON v.coupon_id = c.coupon_id AND v.version = c.coupon_version \
     WHERE v.version IS NULL ORDER BY c.id LIMIT 1";

/// Looks at every claim.
pub(super) async fn verify_claims(tx: &mut Tx<'_>) -> Result<Verified, StoreError> {
    let mut looked = Looked::default();
    if let Some(mut row) = tx.query_first(COUNT, &[]).await? {
        looked.at = row.unsigned()?;
    }
    looked.expect_none(tx, FIND_LOOSE, "it is held or used, and no redemption has it").await?;
    looked.expect_none(tx, FIND_TAKEN, "it is of a claim that it does not have").await?;
    looked.expect_none(tx, FIND_STRANGE, "there is no such version of its coupon").await?;
    Ok(looked.called("claims"))
}
