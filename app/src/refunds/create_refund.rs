//! `POST /v1/orders/{order_id}/refunds`: money for what came back.
//!
//! `keep` gives back what was paid for it. `reprice` prices what is kept by itself, with the stored versions, facts and
//! instant and only the order's coupons, and gives back what was paid so far less that price: never more than `keep`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tessera_engine::{FieldError, Request, evaluate};
use tessera_store::StoreError;
use tessera_store::redemptions::{self, OrderRecord, RedemptionRecord};
use tessera_store::refunds::{self, NewRefund, RefundRecord};

use super::request::RefundRequest;
use super::returned::{ALREADY_REFUNDED, Account, PlacedAt, Returned, ReturnedFee, ReturnedPart, Share};
use crate::answer::Answer;
use crate::attempts::Attempt;
use crate::caller::Scope;
use crate::change::Change;
use crate::claims::{claim_uses, is_over};
use crate::ids::IdKind;
use crate::mutation::{Mutation, Once};
use crate::orders::PricedDocument;
use crate::orders::{bought_lines, order_aggregate, refuse_past, to_text};
use crate::planted;
use crate::problem::{ErrorCode, Problem};
use crate::quotes::{Held, Moment, PriceFor};
use crate::redemptions::redemption_changes;
use crate::seq::Seq;
use crate::settings::{RefundPolicy, RestoreUses};
use crate::start::App;

/// A refund as it is stored and told.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct RefundView {
    id: String,
    order_id: String,
    policy: RefundPolicy,
    reason: String,
    amount: i64,
    tax: i64,
    /// What `reprice` leaves of what was paid for the goods.
    withheld: i64,
    to_balances: Vec<BalanceShare>,
    to_payment: i64,
    lines: Vec<ReturnedPart>,
    shipping: Option<Share>,
    fees: Vec<ReturnedFee>,
    restored: Vec<String>,
    created_at: jiff::Timestamp,
}

/// What goes back to a balance that paid.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct BalanceShare {
    redemption_id: String,
    code_id: Option<String>,
    amount: i64,
}

#[derive(Serialize)]
struct RefundAnswer<'a> {
    #[serde(flatten)]
    refund: &'a RefundView,
    seq: Seq,
}

/// A refund as an event tells it: why is for the audit trail, where it can be erased.
struct Told<'a> {
    refund: &'a RefundView,
}

impl Serialize for Told<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RefundView { reason: String::new(), ..self.refund.clone() }.serialize(serializer)
    }
}

/// An order as it was read before the refund was computed.
#[derive(Clone)]
struct Before {
    order: OrderRecord,
    redemptions: Vec<RedemptionRecord>,
    refunds: Vec<RefundRecord>,
}

/// What is to be written.
#[derive(Clone)]
struct Computed {
    returned: Returned,
    amount: i64,
    tax: i64,
    withheld: i64,
    policy: RefundPolicy,
    is_whole: bool,
}

impl App {
    /// Refunds lines, shipping, fees, or all that is left of an order.
    ///
    /// # Errors
    /// `scope_missing`, `order_unknown`, `order_ended`, `already_refunded`, `invalid_body` naming what cannot come back, `unavailable`.
    pub async fn create_refund(
        &self,
        mutation: Mutation,
        order_id: &str,
        request: RefundRequest,
    ) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Refunds)?;
        let once = self.begin("create_refund", &mutation).await?;
        let result = self.refund(&once, order_id, &request).await;
        once.settle(result).await
    }

    async fn refund(&self, once: &Once<'_>, order_id: &str, request: &RefundRequest) -> Result<Answer, Problem> {
        let mut attempts = self.attempts("create_refund", order_id);
        loop {
            let before = self.read_before(order_id).await?;
            let computed = self.compute(&before, request).await?;
            let attempt = self.write_refund(once, before, computed, request).await;
            if let Some(answer) = attempts.judge(attempt).await? {
                return Ok(answer);
            }
        }
    }

    async fn read_before(&self, order_id: &str) -> Result<Before, Problem> {
        let order_id = order_id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let order = redemptions::read_order(tx, &order_id).await?;
                let order = order.ok_or_else(|| Problem::of(ErrorCode::OrderUnknown))?;
                refuse_past(&order)?;
                if order.state != "placed" {
                    return Err(Problem::new(ErrorCode::OrderEnded, format!("The order is {}.", order.state)));
                }
                let redemptions = redemptions::read_redemptions(tx, &order_id, &order.reservation_id).await?;
                let refunds = refunds::list_refunds(tx, &order_id).await?;
                Ok(Before { order, redemptions, refunds })
            })
        });
        found.await
    }

    async fn compute(&self, before: &Before, request: &RefundRequest) -> Result<Computed, Problem> {
        let order = &before.order;
        let cart = PricedDocument::read(order)?.cart(order)?;
        let placed_at: PlacedAt = read(&order.quote, order)?;
        let refunds =
            before.refunds.iter().filter(|_| !planted::refunds_forgotten()).map(|refund| read(&refund.document, order));
        let refunds: Vec<Returned> = refunds.collect::<Result<_, _>>()?;
        let mut account = Account::of(&cart, &placed_at, &refunds);
        let returned = account.take_back(request).map_err(refused)?;
        let is_whole = account.is_empty();
        let keep = returned.sum();
        // What the goods cost is what was paid and what balances paid of it.
        let refunded = if planted::refunds_forgotten() { 0 } else { order.refunded };
        let left = order.total - refunded + before.payments().map(left_of).sum::<i64>();
        let policy = request.policy.unwrap_or(self.live().settings.refund_policy);
        let (amount, tax) = match policy {
            // What an earlier refund withheld goes back with the last unit, when everything else does too.
            _ if is_whole && request.full => {
                let tax_before: i64 = before.refunds.iter().map(|refund| refund.tax).sum();
                (left, (total_tax(&placed_tax(order)?) - tax_before).clamp(0, left))
            }
            RefundPolicy::Keep => (keep.amount.min(left), keep.tax.min(left)),
            RefundPolicy::Reprice => {
                let price = self.price_kept(before, account.kept()).await?;
                let amount = (left - price).clamp(0, keep.amount.min(left));
                let tax = if keep.amount == 0 { 0 } else { proportion(keep.tax, amount, keep.amount) };
                (amount, tax)
            }
        };
        let withheld = (keep.amount - amount).max(0);
        Ok(Computed { returned, amount, tax, withheld, policy, is_whole })
    }

    /// What the kept goods cost by themselves, as they were priced then.
    async fn price_kept(&self, before: &Before, kept: tessera_engine::Cart) -> Result<i64, Problem> {
        let document = PricedDocument::read(&before.order)?;
        let moment = Moment { at: document.at, ..self.this_moment() };
        // A coupon whose use was cancelled is still in the price of the order; one that an amendment dropped is not.
        let placed: PlacedDiscounts = read(&before.order.quote, &before.order)?;
        let used = before.redemptions.iter().filter(|redemption| {
            let is_used = matches!(redemption.state.as_str(), "committed" | "cancelled") && !redemption.pays;
            is_used && placed.discounts.applied.iter().any(|applied| applied.coupon_id == redemption.coupon_id)
        });
        let used = used.cloned().collect();
        let held = Held { is_alone: true, is_checked: true, ..self.load_held(&moment, used).await? };
        let what_for = PriceFor::order(Some(&before.order.order_id));
        let mut candidates = self.find_candidates(&moment, &kept, &held.presented(), what_for, &held).await?;
        candidates.present_held(&held);
        let facts = candidates.honour_freely(&held, document.facts());
        let begun = self.find_first_order(&kept, &held).await?;
        let quote = evaluate(&Request {
            cart: &kept,
            now: document.at,
            settings: &moment.live.settings.pricing,
            automatic: &candidates.automatic,
            presented: &candidates.presented,
            declined: &[],
            facts: &facts,
            categories: &moment.live.categories,
            explain: false,
            first_order: begun.as_ref().map(|begun| &begun.order),
        });
        Ok(quote.totals.total)
    }

    async fn write_refund(
        &self,
        once: &Once<'_>,
        before: Before,
        computed: Computed,
        request: &RefundRequest,
    ) -> Result<Answer, Attempt> {
        let (id, reason) = (self.new_id(IdKind::Refund), request.reason.clone());
        let (live, policy, now) = (self.live(), self.live().settings.restore_uses, self.inner.clock.now());
        once.commit(move |tx| {
            Box::pin(async move {
                let order = redemptions::lock_order(tx, &before.order.order_id).await?;
                let order = order.ok_or_else(|| Problem::of(ErrorCode::OrderUnknown))?;
                // A refund of nothing changes no amount of the order.
                let refunds = refunds::list_refunds(tx, &order.order_id).await?;
                if order != before.order || refunds.len() != before.refunds.len() {
                    return Err(Attempt::Outrun);
                }
                let Computed { returned, amount, tax, withheld, policy: refund_policy, is_whole } = computed;
                let shares = shares_of(&before, amount)?;
                let to_balances: i64 = shares.iter().map(|(_, share)| share).sum();
                let share = |(payment, amount): &(RedemptionRecord, i64)| BalanceShare {
                    redemption_id: payment.id.clone(),
                    code_id: payment.code_id.clone(),
                    amount: *amount,
                };
                let mut view = RefundView {
                    id,
                    order_id: order.order_id.clone(),
                    policy: refund_policy,
                    reason,
                    amount,
                    tax,
                    withheld,
                    to_balances: shares.iter().map(share).collect(),
                    to_payment: amount - to_balances,
                    lines: returned.lines,
                    shipping: returned.shipping,
                    fees: returned.fees,
                    restored: Vec::new(),
                    created_at: tx.now(),
                };
                let (mut seq, mut uses) = (Seq::new(), Vec::new());
                if is_whole {
                    let mut over = BTreeSet::new();
                    for id in before.redemptions.iter().filter_map(|redemption| redemption.claim_id.as_ref()) {
                        if is_over(tx, id).await? {
                            over.insert(id);
                        }
                    }
                    let is_restored = |redemption: &RedemptionRecord| match policy {
                        RestoreUses::Never => false,
                        RestoreUses::Always => true,
                        RestoreUses::IfStillValid => {
                            live.catalogue.get(&redemption.coupon_id).is_some_and(|coupon| match &redemption.claim_id {
                                Some(id) => !over.contains(id),
                                None => coupon.terms.validity.ends_at.is_none_or(|end| now < end),
                            })
                        }
                    };
                    let lines = bought_lines(&PricedDocument::read(&order)?.cart(&order)?);
                    let ended = redemptions::cancel_order(tx, &order, &lines, "refunded", &is_restored).await?;
                    let refunded = ended.redemptions.iter().filter(|redemption| redemption.state == "refunded");
                    uses = redemption_changes("redemption.refunded", refunded);
                    // One that was cancelled by itself gave its claim back then.
                    let counted = |id: &String| before.redemptions.iter().any(|one| one.id == *id && one.counts);
                    let released =
                        ended.redemptions.iter().filter(|one| ended.restored.contains(&one.id) && counted(&one.id));
                    uses.extend(claim_uses("claim.released", released));
                    (view.restored, seq) = (ended.restored, ended.seq);
                }
                let document = to_text(&view);
                let refund = NewRefund { id: view.id.clone(), amount, tax, document, to_balances: shares };
                seq.extend(refunds::create_refund(tx, &order, &refund).await?);
                let told = Change::new("refund.created", order_aggregate(&order.order_id), &Told { refund: &view });
                let answer = Answer::json(201, &RefundAnswer { refund: &view, seq })?;
                Ok(answer.telling([told]).telling(uses).because(view.reason))
            })
        })
        .await
    }
}

fn read<'a, T: Deserialize<'a>>(text: &'a str, order: &OrderRecord) -> Result<T, Problem> {
    serde_json::from_str(text).map_err(|error| {
        let reason = format!("what is stored of the order `{}` cannot be read: {error}", order.order_id);
        StoreError::Corrupt(reason).into()
    })
}

impl Before {
    /// The redemptions that are payments from balances.
    fn payments(&self) -> impl Iterator<Item = &RedemptionRecord> {
        self.redemptions.iter().filter(|redemption| redemption.pays && redemption.state == "committed")
    }
}

/// What did not go back yet of what a balance paid.
const fn left_of(payment: &RedemptionRecord) -> i64 {
    payment.amount - payment.returned
}

/// What of a refund goes to which balance: to the one that paid last first. The rest goes back as it was paid.
fn shares_of(before: &Before, amount: i64) -> Result<Vec<(RedemptionRecord, i64)>, Problem> {
    let placed: PlacedBalances = read(&before.order.quote, &before.order)?;
    let position = |payment: &&RedemptionRecord| {
        placed.totals.balances.iter().position(|used| used.coupon_id == payment.coupon_id && used.code == payment.code)
    };
    let mut payments: Vec<&RedemptionRecord> = before.payments().collect();
    payments.sort_by_key(|payment| std::cmp::Reverse(position(payment)));
    let (mut rest, mut shares) = (amount, Vec::new());
    for payment in payments {
        let share = left_of(payment).min(rest);
        if share > 0 {
            rest -= share;
            shares.push((payment.clone(), share));
        }
    }
    Ok(shares)
}

#[derive(Deserialize)]
struct PlacedDiscounts {
    discounts: Applied,
}

#[derive(Deserialize)]
struct Applied {
    applied: Vec<AppliedCoupon>,
}

#[derive(Deserialize)]
struct AppliedCoupon {
    coupon_id: String,
}

#[derive(Deserialize)]
struct PlacedBalances {
    totals: Balances,
}

#[derive(Deserialize)]
struct Balances {
    #[serde(default)]
    balances: Vec<UsedBalance>,
}

#[derive(Deserialize)]
struct UsedBalance {
    coupon_id: String,
    code: Option<String>,
}

#[derive(Deserialize)]
struct PlacedTotals {
    totals: Tax,
}

#[derive(Deserialize)]
struct Tax {
    tax: i64,
}

fn placed_tax(order: &OrderRecord) -> Result<PlacedTotals, Problem> {
    read(&order.quote, order)
}

const fn total_tax(placed: &PlacedTotals) -> i64 {
    placed.totals.tax
}

/// What cannot come back: for the body's own faults a malformed body, else what came back before.
fn refused(faults: Vec<FieldError>) -> Problem {
    if faults.iter().any(|fault| fault.code != ALREADY_REFUNDED) {
        return Problem::fields(faults);
    }
    let details: Vec<String> = faults.into_iter().map(|fault| format!("{}: {}", fault.pointer, fault.detail)).collect();
    Problem::new(ErrorCode::AlreadyRefunded, format!("{}.", details.join("; ")))
}

/// floor(whole x part / all).
fn proportion(whole: i64, part: i64, all: i64) -> i64 {
    i64::try_from(i128::from(whole) * i128::from(part) / i128::from(all)).unwrap_or(whole)
}
