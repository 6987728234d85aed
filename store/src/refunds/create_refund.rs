//! Notes what came back of an order.

use std::collections::BTreeMap;

use crate::balances::moves::BalanceMoves;
use crate::error::StoreError;
use crate::history::record_order::unspend;
use crate::params;
use crate::redemptions::cancel_order::placed;
use crate::redemptions::{OrderRecord, RedemptionRecord};
use crate::tx::Tx;

/// The refund.
pub(crate) const INSERT: &str = "INSERT INTO refunds (order_id, number, id, amount, tax, document, created_at, to_balances) \
     SELECT ?1, COALESCE(MAX(number), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7 FROM refunds WHERE order_id = ?1";

/// What was given back of the order; nothing when that would be more than was paid.
pub(crate) const ADD: &str = "UPDATE orders SET refunded = refunded + ?2, refunded_to_balances = refunded_to_balances + ?3 WHERE order_id = ?1 AND refunded + ?2 <= total";

/// What went back to the balance that paid; nothing when that would be more than it paid.
pub(crate) const RETURN: &str =
    "UPDATE redemptions SET returned = returned + ?2 WHERE id = ?1 AND pays = 1 AND returned + ?2 <= amount";

/// A refund to be noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRefund {
    /// `rfd_...`.
    pub id: String,
    /// What goes back, tax included, in minor units.
    pub amount: i64,
    /// The tax in it.
    pub tax: i64,
    /// What came back and what is answered, as JSON.
    pub document: String,
    /// What of `amount` goes to the balances that paid: payments of the order, each with its share.
    pub to_balances: Vec<(RedemptionRecord, i64)>,
}

/// Notes a refund and puts its shares back on the balances that paid. The caller has locked the order. Answers the
/// sequence numbers of the balances.
///
/// # Errors
/// [`StoreError::Constraint`] when more would go back than was paid.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order.order_id))]
pub async fn create_refund(
    tx: &mut Tx<'_>,
    order: &OrderRecord,
    refund: &NewRefund,
) -> Result<BTreeMap<String, u64>, StoreError> {
    let (now, mut seq, mut balances) = (tx.now(), BTreeMap::new(), BalanceMoves::default());
    let to_balances: i64 = refund.to_balances.iter().map(|(_, share)| share).sum();
    let to_payment = refund.amount - to_balances;
    let values = params![&order.order_id, &refund.id, refund.amount, refund.tax, &refund.document, now, to_balances];
    tx.execute(INSERT, values).await?;
    for (payment, share) in &refund.to_balances {
        if tx.execute(RETURN, params![&payment.id, *share]).await? == 0 {
            return Err(above_paid());
        }
        balances.give_part(payment, *share);
    }
    if tx.execute(ADD, params![&order.order_id, to_payment, to_balances]).await? == 0 {
        return Err(above_paid());
    }
    balances.apply(tx, &order.order_id, &mut seq).await?;
    unspend(tx, &placed(order, &[], 0), to_payment).await?;
    Ok(seq)
}

fn above_paid() -> StoreError {
    StoreError::Constraint { what: "a refund is not above what was paid".to_owned() }
}
