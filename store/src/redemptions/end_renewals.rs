//! Ends what a redemption gives to later payments of its subscriptions, and says whether a payment may have it.

use std::collections::BTreeSet;

use super::cancel_redemption::read_redemption;
use super::read_order::lock_order;
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
    let Some(found) = read_redemption(tx, id).await? else { return Ok(EndRenewals::NotFound) };
    let gone = || StoreError::Corrupt(format!("{id} renews no redemption there is"));
    let found = match &found.renews {
        None => vec![found],
        Some(renewal) => vec![read_redemption(tx, &renewal.first_id).await?.ok_or_else(gone)?, found],
    };
    for order_id in orders_of(&found) {
        lock_order(tx, order_id).await?;
    }
    // What stood there before the locks may have changed: which redemption renews which has not.
    let redemption = read_redemption(tx, &found[0].id).await?;
    let mut redemption = redemption.ok_or_else(gone)?;
    if redemption.state != "committed" || redemption.pays {
        return Ok(EndRenewals::WrongState(redemption));
    }
    let now = tx.now();
    let is_new = tx.execute(END, params![&redemption.id, now]).await? > 0;
    redemption.renewals_ended_at.get_or_insert(now);
    Ok(EndRenewals::Ended(redemption, is_new))
}

/// The orders of a renewal and of what it renews, each once, in the order in which they are locked.
fn orders_of(redemptions: &[RedemptionRecord]) -> BTreeSet<&str> {
    redemptions.iter().map(|redemption| redemption.order_id.as_str()).collect()
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
