//! Ends what a redemption gives to later payments of its subscriptions, and says whether a payment may have it.

use super::cancel_redemption::lock_redemption;
use super::record::{RedemptionRecord, Renewal};
use crate::error::StoreError;
use crate::limits::moves::LimitReached;
use crate::params;
use crate::tx::Tx;

/// It is renewed no more.
pub(crate) const END: &str =
    "UPDATE redemptions SET renewals_ended_at = ?2 WHERE id = ?1 AND renewals_ended_at IS NULL";

/// The redemption that is renewed, held still: two orders with the same payment wait for each other here.
pub(crate) const LOCK_FIRST: &str =
    "SELECT state, renewals_ended_at FROM redemptions WHERE id = ?1 /*postgres: FOR UPDATE*/";

/// Another order with the same payment.
pub(crate) const FIND_OTHER: &str = "SELECT order_id FROM redemptions WHERE renews_id = ?1 AND subscription_id = ?2 AND renewal_number = ?3 \
     AND state IN ('held', 'committed', 'refunded') AND order_id <> ?4";

/// What came of ending renewals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndRenewals {
    /// They have ended; whether only now.
    Ended(RedemptionRecord, bool),
    /// There is no such redemption.
    NotFound,
    /// It is not that of an order that was placed, and is not renewed.
    WrongState(RedemptionRecord),
}

/// Ends the renewals of a redemption; of one that is a renewal those of the redemption it renews. Payments that were
/// made or are held stay.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(redemption_id = %id))]
pub async fn end_renewals(tx: &mut Tx<'_>, id: &str) -> Result<EndRenewals, StoreError> {
    let Some(mut redemption) = lock_redemption(tx, id).await? else { return Ok(EndRenewals::NotFound) };
    if let Some(renewal) = redemption.renews.take() {
        let first = lock_redemption(tx, &renewal.first_id).await?;
        redemption = first.ok_or_else(|| StoreError::Corrupt(format!("{id} renews no redemption there is")))?;
    }
    if redemption.state != "committed" || redemption.pays {
        return Ok(EndRenewals::WrongState(redemption));
    }
    let now = tx.now();
    let is_new = tx.execute(END, params![&redemption.id, now]).await? > 0;
    redemption.renewals_ended_at.get_or_insert(now);
    Ok(EndRenewals::Ended(redemption, is_new))
}

/// Why an order may not have a payment; `None` when it may.
pub(super) async fn refuse_renewal(
    tx: &mut Tx<'_>,
    renewal: &Renewal,
    order_id: &str,
) -> Result<Option<LimitReached>, StoreError> {
    let Some(mut first) = tx.query_first(LOCK_FIRST, params![&renewal.first_id]).await? else {
        return Ok(Some(LimitReached::NotLive));
    };
    if first.text()? != "committed" || first.optional_time()?.is_some() {
        return Ok(Some(LimitReached::NotLive));
    }
    let Renewal { first_id, subscription_id, number } = renewal;
    let other = tx.query_first(FIND_OTHER, params![first_id, subscription_id, *number, order_id]).await?;
    Ok(other.map(|_| LimitReached::Renewed))
}
