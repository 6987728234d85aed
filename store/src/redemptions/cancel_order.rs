//! Ends or changes an order that was placed: cancelled, wholly refunded, priced again.

use std::collections::{BTreeMap, BTreeSet};

use super::create_redemption::{RedeemOutcome, undo_unless_done};
use super::exchange::{Exchange, Exchanged, exchange, identities_text};
use super::lock_coupons::lock_coupons;
use super::read_order::read_redemptions;
use super::record::{NewOrder, NewRedemption, OrderRecord, RedemptionRecord};
use crate::balances::moves::BalanceMoves;
use crate::campaigns::lock_campaigns::lock_campaigns;
use crate::claims::moves::ClaimMoves;
use crate::error::StoreError;
use crate::history::BoughtLine;
use crate::history::record_order::{PlacedOrder, forget_order, record_order};
use crate::limits::moves::{Column, Moves};
use crate::limits::resource::Use;
use crate::params;
use crate::tx::Tx;

/// The order is over.
pub(crate) const END_ORDER: &str = "UPDATE orders SET state = ?2, ended_at = ?3 WHERE order_id = ?1";

/// A redemption of it is over: the use and its budget come back, the day's count stays.
pub(crate) const END_REDEMPTION: &str = "UPDATE redemptions SET state = ?2, counts = 0, in_budget = 0 WHERE id = ?1";

/// A redemption of it is over, and its use stays taken.
pub(crate) const MARK_REDEMPTION: &str = "UPDATE redemptions SET state = ?2 WHERE id = ?1";

/// What it paid is back on its balance.
pub(crate) const RETURN: &str = "UPDATE redemptions SET returned = amount WHERE id = ?1";

/// The order after it was priced again.
pub(crate) const AMEND: &str = "UPDATE orders SET customer_id = ?2, identities = ?3, total = ?4, savings = ?5, cart = ?6, discounts = ?7, quote = ?8, priced = ?9 WHERE order_id = ?1";

/// An order that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelledOrder {
    /// Its redemptions as they are now.
    pub redemptions: Vec<RedemptionRecord>,
    /// Ids of those whose use was given back.
    pub restored: Vec<String>,
    /// The sequence numbers of what was changed.
    pub seq: BTreeMap<String, u64>,
}

/// Ends an order as `cancelled` or `refunded`. The uses of the redemptions in `restored` come back with their budgets;
/// others stay taken. The first order of its identities is free again. The caller has locked the order and seen that it
/// is placed.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order.order_id))]
pub async fn cancel_order(
    tx: &mut Tx<'_>,
    order: &OrderRecord,
    lines: &[BoughtLine],
    state: &'static str,
    is_restored: &(dyn Fn(&RedemptionRecord) -> bool + Send + Sync),
) -> Result<CancelledOrder, StoreError> {
    let mut redemptions = read_redemptions(tx, &order.order_id, &order.reservation_id).await?;
    let ids: BTreeSet<&str> = redemptions.iter().map(|redemption| redemption.coupon_id.as_str()).collect();
    let coupons = lock_coupons(tx, &ids).await?;
    let ids: BTreeSet<&str> = redemptions.iter().filter_map(|redemption| redemption.campaign_id.as_deref()).collect();
    let campaigns = lock_campaigns(tx, &ids).await?;
    let (mut moves, mut seq, mut restored) = (Moves::default(), BTreeMap::new(), Vec::new());
    let (mut balances, mut claims) = (BalanceMoves::default(), ClaimMoves::default());
    for redemption in &mut redemptions {
        // What an amendment dropped ended with it. A payment of a subscription that was cancelled by itself may be
        // recorded with another order by now.
        if !redemption.is_in_amounts() {
            continue;
        }
        let comes_back = is_restored(redemption);
        // What was refunded is the refund's to give back; of an order that was none everything comes back.
        if redemption.pays && state == "cancelled" {
            balances.give(redemption, Column::Used);
            redemption.returned = redemption.amount;
            tx.execute(RETURN, params![&redemption.id]).await?;
        }
        if comes_back {
            if let Some(coupon) = coupons.get(&redemption.coupon_id) {
                let used = Use { counts_on_day: false, ..redemption.as_use() };
                moves.give(&used, &coupon.limits, Column::Used);
            }
            campaigns.give(&mut moves, redemption, Column::Used);
            claims.give(redemption);
            tx.execute(END_REDEMPTION, params![&redemption.id, state]).await?;
            (redemption.counts, redemption.in_budget) = (false, false);
            restored.push(redemption.id.clone());
        } else {
            tx.execute(MARK_REDEMPTION, params![&redemption.id, state]).await?;
        }
        state.clone_into(&mut redemption.state);
    }
    moves.order(&order.identities, Column::Used, -1, false);
    moves.apply(tx, &order.order_id, &mut seq).await?;
    balances.apply(tx, &order.order_id, &mut seq).await?;
    claims.apply(tx, &mut seq).await?;
    tx.execute(END_ORDER, params![&order.order_id, state, tx.now()]).await?;
    forget_order(tx, &placed(order, lines, order.total - order.refunded)).await?;
    Ok(CancelledOrder { redemptions, restored, seq })
}

/// Changes a placed order to what it was priced at again. Its own uses go on whatever became of their coupons; those it
/// has no more come back. The caller has locked the order and seen that it is placed and nothing of it was refunded.
///
/// # Errors
/// [`StoreError`] when it cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order.order_id))]
pub async fn amend_order(
    tx: &mut Tx<'_>,
    order: &OrderRecord,
    lines_before: &[BoughtLine],
    amended: &NewOrder,
    redemptions: &[NewRedemption],
) -> Result<RedeemOutcome, StoreError> {
    let outcome = amend(tx, order, lines_before, amended, redemptions).await;
    undo_unless_done(tx, outcome)
}

async fn amend(
    tx: &mut Tx<'_>,
    order: &OrderRecord,
    lines_before: &[BoughtLine],
    amended: &NewOrder,
    redemptions: &[NewRedemption],
) -> Result<RedeemOutcome, StoreError> {
    let mut back = read_redemptions(tx, &order.order_id, &order.reservation_id).await?;
    let mut unpriced = back.clone();
    unpriced.retain(|redemption| redemption.state == "cancelled" && redemption.is_in_amounts());
    back.retain(|redemption| redemption.state == "committed");
    let mut moves = Moves::default();
    moves.order(&order.identities, Column::Used, -1, false);
    moves.order(&amended.identities, Column::Used, 1, false);
    let day = back.first().map_or(amended.day.as_str(), |redemption| redemption.day.as_str());
    let exchanged = exchange(
        tx,
        Exchange {
            day,
            back: &back,
            back_from: Column::Used,
            unpriced: &unpriced,
            forth: redemptions,
            ended_as: "cancelled",
            moves,
            ..Exchange::of(amended)
        },
    );
    let (seq, redemptions) = match exchanged.await? {
        Exchanged::Refused(refused) => return Ok(RedeemOutcome::Refused(refused)),
        Exchanged::Done { seq, redemptions } => (seq, redemptions),
    };
    let identities = identities_text(&amended.identities)?;
    let values = params![
        &order.order_id,
        &amended.customer_id,
        &identities,
        amended.total,
        amended.savings,
        &amended.cart,
        &amended.discounts,
        &amended.quote,
        &amended.priced,
    ];
    tx.execute(AMEND, values).await?;
    forget_order(tx, &placed(order, lines_before, order.total)).await?;
    let now = PlacedOrder {
        identities: &amended.identities,
        spent: amended.total,
        lines: &amended.lines,
        ..placed(order, &[], 0)
    };
    record_order(tx, &now).await?;
    Ok(RedeemOutcome::Done { seq, redemptions, replaced: None })
}

/// An order as history knows it.
pub(crate) fn placed<'a>(order: &'a OrderRecord, lines: &'a [BoughtLine], spent: i64) -> PlacedOrder<'a> {
    PlacedOrder {
        order_id: &order.order_id,
        identities: &order.identities,
        currency: &order.currency,
        spent,
        lines,
        placed_at: order.placed_at,
    }
}
