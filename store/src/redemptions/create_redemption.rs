//! Places an order with its redemptions: every use is taken and every row written, or nothing is.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::read_order::read_order;
use super::record::OrderRecord;
use super::take_use::{LimitReached, Refusal, take_use};
use crate::error::StoreError;
use crate::history::record_order::{PlacedOrder, record_order};
use crate::history::{AskedHistory, BoughtLine, read_history};
use crate::params;
use crate::tx::Tx;

/// The order; nothing when there is one of this id.
pub(crate) const INSERT_ORDER: &str = "INSERT INTO orders (order_id, reservation_id, customer_id, identities, currency, total, savings, cart, discounts, quote, key_id, placed_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (order_id) DO NOTHING";

/// A redemption.
pub(crate) const INSERT: &str = "INSERT INTO redemptions (coupon_id, created_at, id, order_id, coupon_version, code_id, code, claim_id, customer_id, amount, currency, state, counts) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'committed', 1)";

/// An order to be placed. It is placed at [`Tx::now`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrder {
    /// The merchant's id.
    pub order_id: String,
    /// `rsv_...`.
    pub reservation_id: String,
    /// The merchant's id of the account.
    pub customer_id: Option<String>,
    /// What its uses count against; either at its limit refuses.
    pub identities: Vec<String>,
    /// Of all its amounts.
    pub currency: String,
    /// What is paid, in minor units.
    pub total: i64,
    /// What was saved, in minor units.
    pub savings: i64,
    /// The cart, as JSON.
    pub cart: String,
    /// What is bought, for conditions on later orders.
    pub lines: Vec<BoughtLine>,
    /// Codes, claims and declined coupons, as JSON.
    pub discounts: String,
    /// The quote it is placed at, as JSON.
    pub quote: String,
    /// The API key that places it.
    pub key_id: String,
    /// How many earlier orders of its identities it was priced with; refused when there are others now. `None`: no
    /// condition looked at them.
    pub seen_orders: Option<u64>,
}

/// A coupon to be applied to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRedemption {
    /// `rdm_...`.
    pub id: String,
    /// The coupon.
    pub coupon_id: String,
    /// The version it was priced with; refused when that is not the current one.
    pub coupon_version: u64,
    /// `cod_...` of the code that unlocked it.
    pub code_id: Option<String>,
    /// The code as typed.
    pub code: Option<String>,
    /// The claim it comes from.
    pub claim_id: Option<String>,
    /// The discount in minor units.
    pub amount: i64,
    /// Most uses. The coupon's own limit holds as well, should it be lower.
    pub total_limit: Option<u64>,
    /// Most uses of one identity. Refused when the order has none.
    pub per_customer_limit: Option<u64>,
}

/// What came of placing an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "made once for an order and taken apart at once")]
pub enum RedeemOutcome {
    /// It is placed.
    Done {
        /// The sequence number of every limited resource it changed: `<coupon id>` for a total limit, and
        /// `<coupon id>/<digest of the identity>` for a limit per customer.
        seq: BTreeMap<String, u64>,
    },
    /// There is an order of this id. Nothing was written.
    OrderExists(OrderRecord),
    /// At least one use is not to be had; all such are named, by coupon id. Nothing was written: the caller may go on
    /// in the same unit of work.
    Refused(Vec<Refusal>),
}

/// Places an order. Rows are touched in the order of coupon ids, so that two orders never wait for each other in a ring.
///
/// # Errors
/// [`StoreError::Constraint`] when a coupon is named twice or an amount is below zero.
#[tracing::instrument(level = "debug", skip_all, fields(order_id = %order.order_id, redemptions = redemptions.len()))]
pub async fn create_redemption(
    tx: &mut Tx<'_>,
    order: &NewOrder,
    redemptions: &[NewRedemption],
) -> Result<RedeemOutcome, StoreError> {
    let identities = serde_json::to_string(&order.identities)
        .map_err(|_| StoreError::Internal("identities do not serialise".to_owned()))?;
    tx.begin_part().await?;
    let now = tx.now();
    let values = params![
        &order.order_id,
        &order.reservation_id,
        &order.customer_id,
        &identities,
        &order.currency,
        order.total,
        order.savings,
        &order.cart,
        &order.discounts,
        &order.quote,
        &order.key_id,
        now,
    ];
    let written = match tx.execute(INSERT_ORDER, values).await {
        Ok(0) => Ok(None),
        Ok(_) => take_all(tx, order, redemptions).await.map(Some),
        Err(error) => Err(error),
    };
    match written {
        Ok(Some((seq, refused))) if refused.is_empty() => match note(tx, order).await {
            Ok(()) => {
                tx.keep_part().await?;
                Ok(RedeemOutcome::Done { seq })
            }
            Err(error) => {
                tx.undo_part().await?;
                Err(error)
            }
        },
        Ok(Some((_, refused))) => {
            tx.undo_part().await?;
            Ok(RedeemOutcome::Refused(refused))
        }
        Ok(None) => {
            tx.keep_part().await?;
            let order = read_order(tx, &order.order_id).await?;
            order.map(RedeemOutcome::OrderExists).ok_or(StoreError::Busy)
        }
        Err(error) => {
            tx.undo_part().await?;
            Err(error)
        }
    }
}

/// Makes the order part of its customer's history.
async fn note(tx: &mut Tx<'_>, order: &NewOrder) -> Result<(), StoreError> {
    let placed_at = tx.now();
    let placed = PlacedOrder {
        order_id: &order.order_id,
        identities: &order.identities,
        currency: &order.currency,
        spent: order.total,
        lines: &order.lines,
        placed_at,
    };
    record_order(tx, &placed).await
}

type Taken = (BTreeMap<String, u64>, Vec<Refusal>);

async fn take_all(tx: &mut Tx<'_>, order: &NewOrder, redemptions: &[NewRedemption]) -> Result<Taken, StoreError> {
    let mut sorted: Vec<&NewRedemption> = redemptions.iter().collect();
    sorted.sort_unstable_by(|a, b| a.coupon_id.cmp(&b.coupon_id));
    let mut identities: Vec<&str> = order.identities.iter().map(String::as_str).collect();
    identities.sort_unstable();
    identities.dedup();
    let (mut seq, mut refused) = (BTreeMap::new(), Vec::new());
    if let Some(seen) = order.seen_orders {
        // Two first orders of one customer cannot both be the first.
        for identity in &identities {
            tx.lock(&format!("orders of {identity}")).await?;
        }
        let now = read_history(tx, &order.identities, &AskedHistory::default()).await?.orders;
        if now != seen {
            let stale = |redemption: &&NewRedemption| Refusal {
                coupon_id: redemption.coupon_id.clone(),
                reason: LimitReached::StaleHistory,
            };
            return Ok((seq, sorted.iter().map(stale).collect()));
        }
    }
    for redemption in sorted {
        match take_use(tx, redemption, &identities, &mut seq).await? {
            Ok(created_at) => insert(tx, order, redemption, created_at).await?,
            Err(reason) => refused.push(Refusal { coupon_id: redemption.coupon_id.clone(), reason }),
        }
    }
    Ok((seq, refused))
}

async fn insert(
    tx: &mut Tx<'_>,
    order: &NewOrder,
    redemption: &NewRedemption,
    created_at: Timestamp,
) -> Result<(), StoreError> {
    let values = params![
        &redemption.coupon_id,
        created_at,
        &redemption.id,
        &order.order_id,
        redemption.coupon_version,
        &redemption.code_id,
        &redemption.code,
        &redemption.claim_id,
        &order.customer_id,
        redemption.amount,
        &order.currency,
    ];
    tx.execute(INSERT, values).await.map(drop)
}
