//! Lets nothing of a customer stay in their claims.

use std::collections::BTreeMap;

use super::create_claim::lock_wallet;
use super::record::{ClaimRecord, claim_columns};
use crate::error::StoreError;
use crate::limits::moves::GIVE;
use crate::limits::resource::claims_of;
use crate::params;
use crate::tx::Tx;

/// A page of a customer's claims.
pub(crate) const SELECT: &str = concat!(
    "SELECT ",
    claim_columns!(),
    " FROM claims c WHERE c.customer_id = ?1 AND (c.claimed_at, c.id) > (?2, ?3) ORDER BY c.claimed_at, c.id LIMIT ?4"
);

/// Claims of nobody: what was used stays used, all else is taken back.
pub(crate) const ERASE: &str = "UPDATE claims SET customer_id = '', identities = '[]', reason = NULL, seq = seq + 1, updated_at = ?2, \
     redemption_id = CASE WHEN state = 'held' THEN NULL ELSE redemption_id END, \
     state = CASE WHEN state IN ('available', 'held') THEN 'revoked' ELSE state END WHERE customer_id = ?1";

/// A counter of nothing, which would still name the customer.
pub(crate) const DROP_EMPTY: &str = "DELETE FROM counters WHERE owner = ?1 AND resource = ?2 AND used + held = 0";

/// Rows read at a time.
const PAGE: u32 = 500;

/// Erases a customer from their claims; answers those that were taken back, as they were, and how many there are in all.
/// The coupons' stock stays as it is, what was counted for the customer is given back.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn erase_claims(tx: &mut Tx<'_>, customer_id: &str) -> Result<(Vec<ClaimRecord>, u64), StoreError> {
    lock_wallet(tx, customer_id).await?;
    let (mut claimed_at, mut last) = (i64::MIN, String::new());
    let (mut revoked, mut counted) = (Vec::new(), BTreeMap::<(String, String), i64>::new());
    loop {
        let rows = tx.query(SELECT, params![customer_id, claimed_at, &last, PAGE]).await?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            let claim = ClaimRecord::decode(&mut row)?;
            (claimed_at, last) = (claim.claimed_at.as_microsecond(), claim.id.clone());
            for name in claims_of(&claim.identities) {
                *counted.entry((claim.coupon_id.clone(), name)).or_default() += 1;
            }
            if matches!(claim.state.as_str(), "available" | "held") {
                revoked.push(claim);
            }
        }
    }
    for ((coupon_id, name), number) in counted {
        tx.query(GIVE, params![&coupon_id, &name, -number, 0_i64]).await?;
        tx.execute(DROP_EMPTY, params![&coupon_id, &name]).await?;
    }
    let now = tx.now();
    let erased = tx.execute(ERASE, params![customer_id, now]).await?;
    Ok((revoked, erased))
}
