//! Takes a claim back.

use super::read_claim::read_claim;
use super::record::ClaimRecord;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// It unlocks nothing any more, a hold included; nothing when an order has it or it was taken back before.
pub(crate) const REVOKE: &str = "UPDATE claims SET state = 'revoked', redemption_id = NULL, seq = seq + 1, updated_at = ?2 \
     WHERE id = ?1 AND state IN ('available', 'held') RETURNING id";

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RevokeClaim {
    /// It is revoked; whether it was not before.
    Revoked(ClaimRecord, bool),
    /// There is no such claim.
    NotFound,
    /// An order has it.
    Used(ClaimRecord),
}

/// Revokes a claim. It counts against the coupon's stock and the customer's limit all the same.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(claim_id = %id))]
pub async fn revoke_claim(tx: &mut Tx<'_>, id: &str) -> Result<RevokeClaim, StoreError> {
    let now = tx.now();
    let is_new = tx.query_first(REVOKE, params![id, now]).await?.is_some();
    Ok(match read_claim(tx, id).await? {
        None => RevokeClaim::NotFound,
        Some(claim) if claim.state == "used" => RevokeClaim::Used(claim),
        Some(claim) => RevokeClaim::Revoked(claim, is_new),
    })
}
