//! `POST /v1/redemptions`: prices an order, takes the uses it needs and records it, all or nothing.
//!
//! The cart is priced with facts read before; the unit of work then takes each use with one conditional update and
//! checks that every coupon is still the version that was priced. When it is not, nothing is kept and the order is
//! priced again.

use serde_json::json;
use serde_json::value::RawValue;
use tessera_engine::cart::Line;
use tessera_engine::{FieldError, Quote, Reason};
use tessera_store::history::BoughtLine;
use tessera_store::redemptions::{self, NewOrder, NewRedemption, OrderRecord, RedeemOutcome};
use tessera_store::{StoreError, Tx};

use super::answer::RedemptionAnswer;
use super::request::RedemptionRequest;
use super::view::RedemptionView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::identity::identities;
use crate::ids::IdKind;
use crate::mutation::{Begin, Mutation, Once};
use crate::problem::{ErrorCode, Problem};
use crate::quotes::{Priced, Purpose};
use crate::seq::Seq;
use crate::start::App;

/// How often an order is priced again because a limit or a coupon changed under it.
const ATTEMPTS: u32 = 8;

/// Why an attempt came to nothing.
enum Attempt {
    /// A coupon changed or a limit was reached between pricing and taking: price again.
    Outrun,
    /// The caller is told.
    Refused(Problem),
}

impl From<Problem> for Attempt {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl From<StoreError> for Attempt {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.into())
    }
}

impl App {
    /// Places an order with its discounts: reserve and commit in one transaction.
    ///
    /// # Errors
    /// `scope_missing`, `not_in_this_release` for a renewal, `idempotency_key_missing`, `total_changed`, `discount_not_available`, `order_already_committed`,
    /// `unavailable`.
    pub async fn create_redemption(&self, mutation: Mutation, request: RedemptionRequest) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Redemptions)?;
        refuse_renewal(&request)?;
        let once = match self.begin(&mutation).await? {
            Begin::Replay(answer) => return Ok(answer),
            Begin::Run(once) => once,
        };
        let result = self.place(&once, &mutation, &request).await;
        once.settle(result).await
    }

    async fn place(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        request: &RedemptionRequest,
    ) -> Result<Answer, Problem> {
        if let Some(placed) = self.placed_before(once, request).await? {
            return Ok(placed);
        }
        self.catch_up().await?;
        for _ in 0..ATTEMPTS {
            let priced = self
                .price(&self.this_moment(), request.cart.clone(), &request.discounts, Purpose::Order, false)
                .await?;
            refuse_changed_total(&priced.quote, request)?;
            refuse_lost_discount(&priced.quote, request)?;
            match self.commit_order(once, mutation, request, priced).await {
                Ok(answer) => return Ok(answer),
                Err(Attempt::Refused(problem)) => return Err(problem),
                Err(Attempt::Outrun) => self.refresh_live().await?,
            }
        }
        tracing::warn!(order_id = %request.order_id, "an order was outrun by other changes too often");
        Err(Problem::of(ErrorCode::Unavailable))
    }

    /// The answer for an order that is there already. Looked for before anything is priced: an order's own use may be the
    /// last, its coupon may have ended since, and it stays placed all the same.
    async fn placed_before(&self, once: &Once<'_>, request: &RedemptionRequest) -> Result<Option<Answer>, Problem> {
        let order_id = request.order_id.clone();
        let found = self
            .inner
            .store
            .read(move |tx| {
                Box::pin(async move { redemptions::read_order(tx, &order_id).await.map_err(Problem::from) })
            })
            .await?;
        let Some(stored) = found else { return Ok(None) };
        let (cart, discounts) = (to_text(&request.cart), to_text(&request.discounts));
        once.commit(move |tx| Box::pin(async move { repeat(tx, &stored, &cart, &discounts).await })).await.map(Some)
    }

    async fn commit_order(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        request: &RedemptionRequest,
        priced: Priced,
    ) -> Result<Answer, Attempt> {
        let reservation_id = self.new_id(IdKind::Reservation);
        let redemptions = self.redemptions_of(&priced);
        let order = new_order(mutation, request, &priced, reservation_id);
        once.commit(move |tx| {
            Box::pin(async move {
                match redemptions::create_redemption(tx, &order, &redemptions).await? {
                    RedeemOutcome::Done { seq } => {
                        let views = redemptions.iter().map(|redemption| view(&order, redemption, tx.now())).collect();
                        Ok(placed(&order.reservation_id, &order.order_id, &order.quote, views, seq)?)
                    }
                    RedeemOutcome::OrderExists(stored) => Ok(repeat(tx, &stored, &order.cart, &order.discounts).await?),
                    RedeemOutcome::Refused(refusals) => {
                        tracing::debug!(order_id = %order.order_id, refusals = refusals.len(), "outrun; pricing again");
                        Err(Attempt::Outrun)
                    }
                }
            })
        })
        .await
    }

    fn redemptions_of(&self, priced: &Priced) -> Vec<NewRedemption> {
        let coupon = |id: &str| priced.candidates.coupons().find(|coupon| coupon.id == id);
        let applied = priced.quote.discounts.applied.iter();
        applied
            .map(|applied| {
                let limits = coupon(&applied.coupon_id).map(|coupon| &coupon.terms.limits);
                NewRedemption {
                    id: self.new_id(IdKind::Redemption),
                    coupon_id: applied.coupon_id.to_string(),
                    coupon_version: applied.version,
                    code_id: applied
                        .code
                        .as_ref()
                        .and_then(|_| priced.candidates.code_ids.get(&*applied.coupon_id))
                        .map(|id| id.to_string()),
                    code: applied.code.clone(),
                    claim_id: applied.claim_id.clone(),
                    amount: applied.amount,
                    total_limit: limits.and_then(|limits| limits.total),
                    per_customer_limit: limits.and_then(|limits| limits.per_customer),
                }
            })
            .collect()
    }
}

fn new_order(mutation: &Mutation, request: &RedemptionRequest, priced: &Priced, reservation_id: String) -> NewOrder {
    let customer_id = priced.cart.customer.as_ref().and_then(|customer| customer.id.clone());
    NewOrder {
        order_id: request.order_id.clone(),
        reservation_id,
        customer_id,
        identities: identities(priced.cart.customer.as_ref(), priced.settings.normalise_email),
        currency: priced.quote.currency.to_string(),
        total: priced.quote.totals.total,
        savings: priced.quote.totals.savings,
        cart: to_text(&request.cart),
        lines: priced.cart.line_items.iter().map(bought_line).collect(),
        discounts: to_text(&request.discounts),
        quote: to_text(&priced.quote),
        key_id: mutation.caller.key_id.to_string(),
        seen_orders: priced.seen_orders,
    }
}

/// A line as history keeps it, with the categories the store knows of the product.
fn bought_line(line: &Line) -> BoughtLine {
    BoughtLine {
        product_id: line.product_id.clone(),
        categories: line.categories.clone().unwrap_or_default(),
        quantity: line.quantity.into(),
    }
}

fn view(order: &NewOrder, redemption: &NewRedemption, now: jiff::Timestamp) -> RedemptionView {
    RedemptionView {
        id: redemption.id.clone(),
        coupon_id: redemption.coupon_id.clone(),
        coupon_version: redemption.coupon_version,
        code: redemption.code.clone(),
        code_id: redemption.code_id.clone(),
        claim_id: redemption.claim_id.clone(),
        customer_id: order.customer_id.clone(),
        order_id: order.order_id.clone(),
        amount: redemption.amount,
        currency: order.currency.clone(),
        state: "committed".to_owned(),
        created_at: now,
    }
}

/// The answer for an order that was placed before, if it is the same: the cart as the shop sent it and what it
/// presented. What the store knows may have changed since.
async fn repeat(tx: &mut Tx<'_>, stored: &OrderRecord, cart: &str, discounts: &str) -> Result<Answer, Problem> {
    if stored.cart != cart || stored.discounts != discounts {
        let detail = format!("The order `{}` was placed with another cart or other discounts.", stored.order_id);
        return Err(Problem::new(ErrorCode::OrderAlreadyCommitted, detail));
    }
    let filter = redemptions::RedemptionFilter { order_id: Some(stored.order_id.clone()), ..Default::default() };
    let found = redemptions::list_redemptions(tx, &filter, 200, None).await?;
    let views = found.data.into_iter().map(RedemptionView::from).collect();
    placed(&stored.reservation_id, &stored.order_id, &stored.quote, views, Seq::new())
}

/// A renewal is priced by a quote; that it was paid cannot be recorded yet.
fn refuse_renewal(request: &RedemptionRequest) -> Result<(), Problem> {
    if request.cart.billing.is_none() {
        return Ok(());
    }
    let errors = vec![FieldError {
        pointer: "/cart/billing".to_owned(),
        code: "not_in_this_release",
        detail: "This release prices renewals (POST /v1/quotes) and does not record them yet; leave it out.".to_owned(),
    }];
    Err(Problem { errors, ..Problem::of(ErrorCode::NotInThisRelease) })
}

fn refuse_changed_total(quote: &Quote, request: &RedemptionRequest) -> Result<(), Problem> {
    match request.expected_total {
        Some(expected) if expected != quote.totals.total => {
            let detail = format!("The total is {}, not {expected}. Nothing was changed.", quote.totals.total);
            Err(Problem::new(ErrorCode::TotalChanged, detail).with("quote", json!(quote)))
        }
        _ => Ok(()),
    }
}

/// Never silently: a presented code or claim that gives nothing stops the order, unless the caller agreed to the
/// total or to `partial`. A code typed twice is not lost.
fn refuse_lost_discount(quote: &Quote, request: &RedemptionRequest) -> Result<(), Problem> {
    let lost = quote.discounts.rejected.iter().filter(|rejected| rejected.reason != Reason::AlreadyApplied).count();
    if lost == 0 || request.partial || request.expected_total.is_some() {
        return Ok(());
    }
    Err(Problem::of(ErrorCode::DiscountNotAvailable).with("rejected", json!(quote.discounts.rejected)))
}

/// The answer for an order that is placed, now or before.
fn placed(
    id: &str,
    order_id: &str,
    quote: &str,
    redemptions: Vec<RedemptionView>,
    seq: Seq,
) -> Result<Answer, Problem> {
    let quote: &RawValue = serde_json::from_str(quote).map_err(|error| {
        tracing::error!(%error, order_id, "a stored quote cannot be read");
        Problem::of(ErrorCode::Internal)
    })?;
    Answer::json(201, &RedemptionAnswer { id, order_id, state: "committed", expires_at: None, quote, redemptions, seq })
}

fn to_text<T: serde::Serialize>(document: &T) -> String {
    serde_json::to_string(document).expect("our documents serialise")
}
