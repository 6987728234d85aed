//! `GET /v1/orders/{order_id}`: an order with everything that became of it.

use serde::Serialize;
use serde_json::value::RawValue;
use tessera_store::redemptions::{self, OrderRecord, RedemptionRecord};
use tessera_store::refunds::{self, RefundRecord};
use tessera_store::{StoreError, Tx};

use super::view::read_quote;
use crate::answer::Answer;
use crate::caller::{Caller, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::redemptions::RedemptionView;
use crate::seq::Seq;
use crate::start::App;

/// An order with everything that became of it.
pub(super) struct FoundOrder {
    pub(super) order: OrderRecord,
    pub(super) redemptions: Vec<RedemptionRecord>,
    pub(super) refunds: Vec<RefundRecord>,
}

#[derive(Serialize)]
struct Document<'a> {
    order_id: &'a str,
    reservation_id: &'a str,
    state: &'a str,
    placed_at: jiff::Timestamp,
    ended_at: Option<jiff::Timestamp>,
    customer_id: Option<&'a str>,
    currency: &'a str,
    total: i64,
    refunded: i64,
    refunded_to_balances: i64,
    cart: &'a RawValue,
    discounts: &'a RawValue,
    /// `null` for one that was placed elsewhere.
    quote: Option<&'a RawValue>,
    is_past: bool,
    redemptions: Vec<RedemptionView>,
    refunds: Vec<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<Seq>,
}

impl App {
    /// An order as it is now.
    ///
    /// # Errors
    /// `scope_missing`, `order_unknown`, `unavailable`.
    pub async fn read_order(&self, caller: &Caller, order_id: &str) -> Result<Answer, Problem> {
        caller.require(Scope::Redemptions)?;
        let order_id = order_id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let order = redemptions::read_order(tx, &order_id).await?;
                match order {
                    None => Ok(None),
                    Some(order) => found(tx, order).await.map(Some),
                }
            })
        });
        match found.await? {
            Some(found) => order_document(&found, None),
            None => Err(Problem::of(ErrorCode::OrderUnknown)),
        }
    }
}

/// What became of an order.
pub(super) async fn found(tx: &mut Tx<'_>, order: OrderRecord) -> Result<FoundOrder, StoreError> {
    let redemptions = redemptions::read_redemptions(tx, &order.order_id, &order.reservation_id).await?;
    let refunds = refunds::list_refunds(tx, &order.order_id).await?;
    Ok(FoundOrder { order, redemptions, refunds })
}

/// The order as it is told.
pub(super) fn order_document(found: &FoundOrder, seq: Option<Seq>) -> Result<Answer, Problem> {
    let FoundOrder { order, redemptions, refunds } = found;
    let raw = |text| read_quote(text, &order.order_id);
    let refunds = refunds.iter().map(|refund| raw(&refund.document)).collect::<Result<_, _>>()?;
    Answer::json(
        200,
        &Document {
            order_id: &order.order_id,
            reservation_id: &order.reservation_id,
            state: &order.state,
            placed_at: order.placed_at,
            ended_at: order.ended_at,
            customer_id: order.customer_id.as_deref(),
            currency: &order.currency,
            total: order.total,
            refunded: order.refunded,
            refunded_to_balances: order.refunded_to_balances,
            cart: raw(&order.cart)?,
            discounts: raw(&order.discounts)?,
            quote: if order.is_past { None } else { Some(raw(&order.quote)?) },
            is_past: order.is_past,
            redemptions: redemptions.iter().cloned().map(RedemptionView::from).collect(),
            refunds,
            seq,
        },
    )
}
