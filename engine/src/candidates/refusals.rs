//! Why a coupon gives nothing whatever is in the cart: dates and status, limits, budgets. `docs/MODEL.md` 6.2, 9 and 11.2.

use std::sync::Arc;

use jiff::Timestamp;

use crate::compiled::CompiledCoupon;
use crate::coupon::{Activation, Status};
use crate::evaluate::{Presented, Request};
use crate::facts::Campaign;
use crate::money::Amounts;
use crate::reason::Reason;

/// Dates and status (9, Validity): a draft or archived coupon is not known to anybody; then expired, paused, not
/// started. Its campaign's dates hold as its own do.
pub(super) fn status_refusal(coupon: &CompiledCoupon, request: &Request<'_>) -> Option<Reason> {
    if coupon.is_open() {
        return None;
    }
    let (start, end) = in_force(coupon, request);
    match coupon.terms.status {
        Status::Draft | Status::Archived => Some(Reason::Invalid),
        _ if end.is_some_and(|end| request.now >= end) => Some(Reason::Expired),
        Status::Paused => Some(Reason::Paused),
        Status::Enabled => start.is_some_and(|start| request.now < start).then_some(Reason::NotStarted),
    }
}

/// From when to when a coupon is in force: its own dates within its campaign's.
pub(crate) fn in_force(coupon: &CompiledCoupon, request: &Request<'_>) -> (Option<Timestamp>, Option<Timestamp>) {
    let validity = &coupon.terms.validity;
    let campaign = campaign_of(coupon, request);
    let start = validity.starts_at.max(campaign.and_then(|campaign| campaign.starts_at));
    let ends = [validity.ends_at, campaign.and_then(|campaign| campaign.ends_at)];
    (start, ends.into_iter().flatten().min())
}

/// Limits (9): `None` is unlimited, 0 is none.
pub(super) fn limit_refusal(
    coupon: &CompiledCoupon,
    request: &Request<'_>,
    presented: Option<&Presented>,
) -> Option<Reason> {
    let own = presented.and_then(|presented| presented.limit);
    if coupon.is_open() && own.is_none() {
        return None;
    }
    let limits = &coupon.terms.limits;
    let uses = request.facts.uses.get(&coupon.id).copied().unwrap_or_default();
    let reached = |limit: Option<u64>, uses: u64| limit.is_some_and(|limit| uses >= limit);
    let code = presented.and_then(|presented| presented.uses).unwrap_or(uses.code);
    if reached(limits.total, uses.total) || reached(own.or(limits.per_code), code) {
        return Some(Reason::UsageLimitReached);
    }
    if reached(limits.per_customer, uses.customer.unwrap_or(0)) {
        return Some(Reason::CustomerLimitReached);
    }
    if reached(limits.per_day, uses.today) {
        return Some(Reason::DailyLimitReached);
    }
    // A balance stands outside budgets (4.8).
    let is_spent = !coupon.is_stored_value() && budget_left(coupon, request).is_some_and(|left| left <= 0);
    is_spent.then_some(Reason::BudgetExhausted)
}

/// Whether a limit counts by customer and the cart names nobody to count against: no account, no e-mail, and no uses
/// are known (9).
pub(super) fn lacks_customer(coupon: &CompiledCoupon, request: &Request<'_>) -> bool {
    let limits = &coupon.terms.limits;
    if limits.per_customer.is_none() && limits.budget_per_customer.is_none() {
        return false;
    }
    let named = request.cart.customer.as_ref().is_some_and(|who| who.id.is_some() || who.email.is_some());
    let is_counted = limits.budget_per_customer.is_none()
        && request.facts.uses.get(&coupon.id).is_some_and(|uses| uses.customer.is_some());
    !named && !is_counted && !request.facts.budget_used_by_customer.contains_key(&coupon.id)
}

/// Whether every budget names an amount in the cart's currency (2.3).
pub(super) fn budgets_hold_currency(coupon: &CompiledCoupon, request: &Request<'_>) -> bool {
    budgets(coupon, request).all(|(budget, _)| budget.contains_key(&request.cart.currency))
}

/// What the money budgets leave, the smallest rest of them (6.2); `None` without one.
pub(super) fn budget_left(coupon: &CompiledCoupon, request: &Request<'_>) -> Option<i64> {
    let currency = request.cart.currency;
    let left = budgets(coupon, request).filter_map(|(budget, used)| {
        let used = used.and_then(|used| used.get(&currency)).map_or(0, |used| used.minor());
        Some(budget.get(&currency)?.minor() - used)
    });
    left.min()
}

/// Every money budget over a coupon, with what was used of it.
fn budgets<'r>(
    coupon: &'r CompiledCoupon,
    request: &'r Request<'_>,
) -> impl Iterator<Item = (&'r Amounts, Option<&'r Amounts>)> {
    let (limits, facts) = (&coupon.terms.limits, request.facts);
    let campaign = campaign_of(coupon, request);
    [
        limits.budget.as_ref().map(|budget| (budget, facts.budget_used.get(&coupon.id))),
        limits.budget_per_customer.as_ref().map(|budget| (budget, facts.budget_used_by_customer.get(&coupon.id))),
        limits.budget_per_day.as_ref().map(|budget| (budget, facts.budget_used_today.get(&coupon.id))),
        campaign.and_then(|campaign| Some((campaign.budget.as_ref()?, Some(&campaign.budget_used)))),
    ]
    .into_iter()
    .flatten()
}

pub(super) fn campaign_of<'r>(coupon: &CompiledCoupon, request: &'r Request<'_>) -> Option<&'r Campaign> {
    coupon.terms.campaign_id.as_ref().and_then(|id| request.facts.campaigns.get(id))
}

/// Whether a code is for claiming only: what is for wallets is claimed before it is used (9.7).
pub(super) fn is_for_wallets(presented: &Presented) -> bool {
    presented.code.is_some()
        && presented.coupon.as_ref().is_some_and(|coupon| coupon.terms.activation == Activation::Claim)
}

/// Whether it was presented before (7.7): the same code or claim again, or another code of the same coupon. Of several
/// codes of a coupon the first that has uses left counts, wherever the others stand. A claim has terms of its own: which
/// of them applies is chosen. Balances are spent one after another.
pub(super) fn came_before(coupon: &Arc<CompiledCoupon>, request: &Request<'_>, position: usize) -> bool {
    let mine = &request.presented[position];
    let canonical = |presented: &Presented| presented.code.as_deref().map(crate::code::canonical);
    let gives_nothing = |presented: &Presented| presented.is_used_up() || presented.own_refusal(request.now).is_some();
    let rank = |position: usize| (gives_nothing(&request.presented[position]), position);
    let before = (0..request.presented.len()).filter(|other| rank(*other) < rank(position));
    before.map(|other| &request.presented[other]).any(|other| {
        let is_same = other.claim_id == mine.claim_id && canonical(other) == canonical(mine);
        let is_other_code = other.claim_id.is_none() && mine.claim_id.is_none() && !coupon.is_stored_value();
        is_same || (is_other_code && other.coupon.as_ref().is_some_and(|known| known.id == coupon.id))
    })
}
