//! Edits a coupon: a new version of it, and its counter when a limit comes or goes.

use super::catalogue_change::{lock_catalogue, next_change};
use super::create_coupon::insert_version;
use super::read_coupon::read_coupon;
use super::record::{CouponRecord, ListKeys, NewTerms};
use super::used_up::mark_where_used_up;
use crate::error::StoreError;
use crate::limits::recount::follow_limits;
use crate::params;
use crate::tx::Tx;

/// Waits for the redemptions that hold the coupon as it is, and lets later ones wait.
pub(crate) const LOCK: &str = "UPDATE coupons SET version = version WHERE id = ?1";

/// The edit; nothing when another one came first.
pub(crate) const UPDATE: &str = "UPDATE coupons SET version = version + 1, terms = ?3, status = ?4, name = ?5, activation = ?6, campaign_id = ?7, starts_at = ?8, \
     ends_at = ?9, total_limit = ?10, updated_at = ?11, seq = ?12, change_number = ?13, name_key = ?14, ends_key = ?15, search = ?16, limits = ?17, claimable = ?18 \
     WHERE id = ?1 AND version = ?2";

/// A limit comes: the counter begins with the uses so far.
pub(crate) const BEGIN_COUNTING: &str = concat!(
    "INSERT INTO counters (owner, resource, used, held, seq) SELECT c.id, 'uses', ",
    coupon_uses!(),
    " - (SELECT COUNT(*) FROM redemptions h WHERE h.coupon_id = c.id AND h.counts = 1 AND h.state = 'held'), \
     (SELECT COUNT(*) FROM redemptions h WHERE h.coupon_id = c.id AND h.counts = 1 AND h.state = 'held'), c.seq + 1 \
     FROM coupons c LEFT JOIN counters k ON k.owner = c.id AND k.resource = 'uses' WHERE c.id = ?1 RETURNING seq"
);

/// A limit stays, whatever its number: the edit is a change of the resource too.
pub(crate) const GO_ON_COUNTING: &str =
    "UPDATE counters SET seq = seq + 1 WHERE owner = ?1 AND resource = 'uses' RETURNING seq";

/// A limit goes: what was counted is in the redemptions.
pub(crate) const END_COUNTING: &str = "DELETE FROM counters WHERE owner = ?1 AND resource = 'uses' RETURNING seq + 1";

/// What came of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateOutcome {
    /// The coupon as it is now.
    Updated(CouponRecord),
    /// There is no such coupon.
    NotFound,
    /// Another edit came first: the coupon as that left it. Nothing was changed.
    VersionConflict(CouponRecord),
}

/// Makes the next version of a coupon. With `expected_version` only when that is the current one.
///
/// # Errors
/// [`StoreError::Constraint`] when a word is not one of those allowed.
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %id))]
pub async fn update_coupon(
    tx: &mut Tx<'_>,
    id: &str,
    expected_version: Option<u64>,
    terms: &NewTerms,
    actor: &str,
    change: &str,
) -> Result<UpdateOutcome, StoreError> {
    lock_catalogue(tx).await?;
    // Nothing is taken under the old limits from here on.
    tx.execute(LOCK, params![id]).await?;
    let Some(before) = read_coupon(tx, id).await? else { return Ok(UpdateOutcome::NotFound) };
    if expected_version.is_some_and(|expected| expected != before.version) {
        return Ok(UpdateOutcome::VersionConflict(before));
    }
    let now = tx.now();
    let seq = move_counter(tx, &before, terms.limits.total).await?;
    follow_limits(tx, id, &before.limits, &terms.limits).await?;
    let limits = terms.limits.to_text()?;
    let number = next_change(tx).await?;
    let keys = ListKeys::of(terms);
    let values = params![
        id,
        before.version,
        &terms.terms,
        &terms.status,
        &terms.name,
        &terms.activation,
        &terms.campaign_id,
        terms.starts_at,
        terms.ends_at,
        terms.limits.total,
        now,
        seq,
        number,
        &keys.name_key,
        keys.ends_key,
        &keys.search,
        &limits,
        terms.is_claimable,
    ];
    if tx.execute(UPDATE, values).await? == 0 {
        // Only where transactions run side by side: whoever was first has the row.
        return Err(StoreError::Busy);
    }
    mark_where_used_up(tx, id)?;
    insert_version(tx, id, before.version + 1, terms, actor, change).await?;
    let after = read_coupon(tx, id).await?;
    after.map(UpdateOutcome::Updated).ok_or_else(|| StoreError::Internal("an edited coupon is gone".to_owned()))
}

/// Lets the counter row follow the limit; answers the coupon's next sequence number.
async fn move_counter(tx: &mut Tx<'_>, before: &CouponRecord, limit: Option<u64>) -> Result<u64, StoreError> {
    let statement = match (before.limits.total, limit) {
        (None, None) => return Ok(before.seq + 1),
        (None, Some(_)) => BEGIN_COUNTING,
        (Some(_), Some(_)) => GO_ON_COUNTING,
        (Some(_), None) => END_COUNTING,
    };
    let row = tx.query_first(statement, params![&before.id]).await?;
    row.ok_or_else(|| StoreError::Corrupt("a limited coupon has no counter".to_owned()))?.unsigned()
}
