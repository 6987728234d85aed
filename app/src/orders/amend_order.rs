//! `POST /v1/orders/{order_id}/amend`: prices another cart with the order's own coupons and versions.

use tessera_engine::FieldError;
use tessera_engine::cart::{Cart, PresentedDiscounts};
use tessera_store::redemptions::{self, NewOrder, NewRedemption, OrderRecord, RedeemOutcome, RedemptionRecord};
use tessera_store::refunds;

use super::changes::order_changed;
use super::new_order::{NewOrderOf, new_order};
use super::priced_document::{PricedDocument, bought_lines};
use super::read_order::{found, order_document};
use super::refusals::{refuse_changed_total, refuse_lost_discount, refuse_past};
use super::request::AmendRequest;
use crate::answer::Answer;
use crate::attempts::Attempt;
use crate::caller::Scope;
use crate::change::Change;
use crate::claims::claim_uses;
use crate::mutation::{Mutation, Once};
use crate::problem::{ErrorCode, Problem};
use crate::quotes::{Held, Moment, PriceFor};
use crate::redemptions::redemption_changes;
use crate::start::App;

impl App {
    /// Changes what a placed order buys. Its coupons stay those it was placed with, at their versions; none gives more
    /// than it did unless `allow_more`.
    ///
    /// # Errors
    /// `scope_missing`, `order_unknown`, `order_ended`, `order_refunded`, `total_changed`, `discount_not_available`,
    /// `unavailable`.
    pub async fn amend_order(
        &self,
        mutation: Mutation,
        order_id: &str,
        request: AmendRequest,
    ) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        let once = self.begin("amend_order", &mutation).await?;
        let result = self.change_order(&once, &mutation, order_id, &request).await;
        once.settle(result).await
    }

    async fn change_order(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        order_id: &str,
        request: &AmendRequest,
    ) -> Result<Answer, Problem> {
        let mut attempts = self.attempts("amend_order", order_id);
        loop {
            let (order, own) = self.read_placed(order_id).await?;
            let moment = Moment { at: PricedDocument::read(&order)?.at, ..self.this_moment() };
            refuse_other_order(&order, &request.cart)?;
            let held = Held {
                is_alone: true,
                is_capped: !request.allow_more,
                is_checked: true,
                ..self.load_held(&moment, own).await?
            };
            let (discounts, what_for) = (held.presented(), PriceFor::order(Some(order_id)));
            let priced = self.price_order(&moment, request.cart.clone(), &discounts, &held, what_for).await?;
            refuse_changed_total(&priced.quote, request.expected_total)?;
            refuse_lost_discount(&priced.quote, request.expected_total.is_some())?;
            let presented = tessera_engine::from_json::<PresentedDiscounts>(order.discounts.as_bytes());
            let amended = new_order(
                NewOrderOf {
                    order_id,
                    reservation_id: order.reservation_id.clone(),
                    cart: &request.cart,
                    discounts: &presented.unwrap_or_default(),
                    key_id: &mutation.caller.key_id,
                },
                &priced,
            );
            let redemptions = self.redemptions_of(&priced);
            let attempt = self.write_order(once, order, amended, redemptions).await;
            if let Some(answer) = attempts.judge(attempt).await? {
                return Ok(answer);
            }
        }
    }

    /// An order that may be amended, with its redemptions that count.
    async fn read_placed(&self, order_id: &str) -> Result<(OrderRecord, Vec<RedemptionRecord>), Problem> {
        let order_id = order_id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let order = redemptions::read_order(tx, &order_id).await?;
                let order = order.ok_or_else(|| Problem::of(ErrorCode::OrderUnknown))?;
                refuse_ended(&order)?;
                let mut own = redemptions::read_redemptions(tx, &order_id, &order.reservation_id).await?;
                own.retain(|redemption| redemption.state == "committed");
                Ok::<_, Problem>((order, own))
            })
        });
        found.await
    }

    async fn write_order(
        &self,
        once: &Once<'_>,
        priced_for: OrderRecord,
        amended: NewOrder,
        redemptions: Vec<NewRedemption>,
    ) -> Result<Answer, Attempt> {
        once.commit(move |tx| {
            Box::pin(async move {
                let order = redemptions::lock_order(tx, &priced_for.order_id).await?;
                let order = order.ok_or_else(|| Problem::of(ErrorCode::OrderUnknown))?;
                if order != priced_for {
                    return Err(Attempt::Outrun);
                }
                // One of nothing changes no amount of the order.
                if !refunds::list_refunds(tx, &order.order_id).await?.is_empty() {
                    return Err(Problem::of(ErrorCode::OrderRefunded).into());
                }
                let before: Cart = PricedDocument::read(&order)?.cart(&order)?;
                let lines = bought_lines(&before);
                let uses = redemptions::read_redemptions(tx, &order.order_id, &order.reservation_id).await?;
                match redemptions::amend_order(tx, &order, &lines, &amended, &redemptions).await? {
                    RedeemOutcome::Done { seq, .. } => {
                        let order = redemptions::read_order(tx, &order.order_id).await?;
                        let order = order.ok_or_else(|| Problem::of(ErrorCode::OrderUnknown))?;
                        let found = found(tx, order).await?;
                        let told = order_changed("order.amended", &found.order, &found.redemptions);
                        let answer = order_document(&found, Some(seq))?;
                        Ok(answer.telling([told]).telling(amended_uses(&uses, &found.redemptions)))
                    }
                    RedeemOutcome::OrderExists(_) => Err(Attempt::Outrun),
                    RedeemOutcome::Refused(refusals) => Err(Attempt::of(&refusals)),
                }
            })
        })
        .await
    }
}

/// What an amendment did to the order's uses: made, dropped, worth another amount.
fn amended_uses(before: &[RedemptionRecord], after: &[RedemptionRecord]) -> Vec<Change> {
    let told = |now: &RedemptionRecord| {
        let kind = match before.iter().find(|one| one.id == now.id) {
            None => "redemption.committed",
            Some(one) if one.state != now.state => "redemption.cancelled",
            Some(one) if one.amount != now.amount => "redemption.amended",
            Some(_) => return Vec::new(),
        };
        let mut told = redemption_changes(kind, [now]);
        match kind {
            "redemption.committed" => told.extend(claim_uses("claim.used", [now])),
            "redemption.cancelled" => told.extend(claim_uses("claim.released", [now])),
            _ => {}
        }
        told
    };
    after.iter().flat_map(told).collect()
}

/// An order stays in its currency, and the payment of the subscription it was placed as, or none.
fn refuse_other_order(order: &OrderRecord, cart: &Cart) -> Result<(), Problem> {
    if cart.currency.to_string() != order.currency {
        let detail = format!("is not that of the order, {}; another currency is another order", order.currency);
        return Err(Problem::fields(vec![FieldError {
            pointer: "/cart/currency".to_owned(),
            code: "invalid_value",
            detail,
        }]));
    }
    let before = PricedDocument::read(order)?.cart(order)?;
    if before.billing == cart.billing {
        return Ok(());
    }
    let detail = "is not that of the order; another payment is another order".to_owned();
    Err(Problem::fields(vec![FieldError { pointer: "/cart/billing".to_owned(), code: "invalid_value", detail }]))
}

fn refuse_ended(order: &OrderRecord) -> Result<(), Problem> {
    refuse_past(order)?;
    if order.state != "placed" {
        return Err(Problem::new(ErrorCode::OrderEnded, format!("The order is {}.", order.state)));
    }
    if order.refunded > 0 || order.refunded_to_balances > 0 {
        return Err(Problem::of(ErrorCode::OrderRefunded));
    }
    Ok(())
}
