//! Why a code or claim that was presented gave nothing, with the numbers behind it. `docs/MODEL.md` section 11.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::balances::{Paid, pay};
use crate::benefit::compute::Miss;
use crate::candidates::{CandidateIndex, Field, Refusal, Standing, condition_refusal, in_force, passed_over};
use crate::compiled::CompiledCoupon;
use crate::ledger::Ledger;
use crate::members::Members;
use crate::messages::{Said, message};
use crate::quote::{Path, Rejected};
use crate::reason::Reason;
use crate::record::Record;
use crate::renewal::covers;
use crate::report::total_of;
use crate::runner::{Runner, Silent, shipping_of};
use crate::search::{codes_in, most_codes};
use crate::trims::Cut;

/// The set that was chosen, as it ran.
pub(crate) struct Chosen<'r> {
    /// Who is in it.
    pub(crate) members: &'r Members,
    /// Who ran: those, and codes that give nothing beside them.
    pub(crate) ran: &'r Members,
    /// What happened.
    pub(crate) record: &'r Record,
    /// What each candidate gave.
    pub(crate) gave: &'r [i64],
    /// Which candidates had an effect: they gave something, or a gift to be added.
    pub(crate) had_effect: &'r [bool],
    /// What balances paid.
    pub(crate) paid: &'r Paid,
}

impl Chosen<'_> {
    /// Whether what was presented had an effect, at one of its terms.
    fn presented_had_effect(&self, field: &Field<'_>, position: usize) -> bool {
        let mut candidates = field.candidates.iter().zip(self.had_effect);
        candidates.any(|(candidate, had_effect)| *had_effect && candidate.presented == Some(position))
    }
}

/// Every code and claim that gave nothing, in the order they were presented. Uses the runner: the ledger is not what
/// it was afterwards.
pub(crate) fn explain(runner: &mut Runner<'_>, chosen: &Chosen<'_>) -> Vec<Rejected> {
    let request = runner.request;
    let mut rejected = Vec::new();
    for (position, presented) in request.presented.iter().enumerate() {
        let standing = runner.field.standing[position];
        let known = presented.coupon.as_deref();
        let (reason, details) = match (standing, known) {
            (Standing::Candidate(_), _) if chosen.presented_had_effect(runner.field, position) => continue,
            (Standing::Balance, _) => match chosen.paid.refusal(position) {
                None => continue,
                Some(refusal) => refusal,
            },
            (standing, Some(coupon)) => explain_standing(runner, chosen, standing, coupon),
            (_, None) => (Reason::Invalid, json!({})),
        };
        let ended = |end: &Timestamp| request.now >= *end;
        let coupon_ended = known.is_some_and(|coupon| in_force(coupon, request).1.as_ref().is_some_and(ended));
        let details = match presented.ends_at.filter(ended) {
            Some(end) if reason == Reason::Expired && !coupon_ended => with_end(details, end),
            _ => details,
        };
        let names_coupon = known.filter(|_| reason != Reason::Invalid);
        rejected.push(Rejected {
            code: presented.code.clone(),
            claim_id: presented.claim_id.clone(),
            coupon_id: names_coupon.map(|coupon| coupon.shared_id().clone()),
            reason,
            message: message(request.settings.messages.as_deref(), Said::to_shopper(reason, request), &details),
            details,
        });
    }
    rejected
}

/// The same with when the code itself ended.
fn with_end(mut details: Value, end: Timestamp) -> Value {
    details["ended_at"] = json!(end.to_string());
    details
}

/// Why a coupon gave nothing.
pub(crate) fn explain_standing(
    runner: &mut Runner<'_>,
    chosen: &Chosen<'_>,
    standing: Standing,
    coupon: &CompiledCoupon,
) -> (Reason, Value) {
    let (reason, details) = match standing {
        Standing::Candidate(candidate) => explain_candidate(runner, chosen, candidate),
        Standing::Refused(Refusal::Renewal) => explain_renewal(runner, chosen, coupon),
        Standing::Refused(refusal) => explain_refusal(runner, refusal, coupon),
        Standing::Balance => (Reason::NoEffect, json!({})),
    };
    (reason, with_saving(runner, reason, details, Some(coupon)))
}

/// Why a coupon that gives nothing in any set does not.
fn explain_refusal(runner: &mut Runner<'_>, refusal: Refusal, coupon: &CompiledCoupon) -> (Reason, Value) {
    let request = runner.request;
    let (start, end) = in_force(coupon, request);
    match refusal {
        Refusal::Plain(reason) => {
            let details = match reason {
                Reason::Expired => json!({ "ended_at": end.map(|at| at.to_string()) }),
                Reason::NotStarted => json!({ "starts_at": start.map(|at| at.to_string()) }),
                Reason::CustomerLimitReached => json!({ "limit": coupon.terms.limits.per_customer }),
                _ => json!({}),
            };
            (reason, details)
        }
        Refusal::CustomerUnknown => {
            (Reason::InformationMissing, json!({ "needs": ["customer"], "saving": saving_alone(runner, coupon) }))
        }
        Refusal::Conditions => {
            runner.open_ledger();
            condition_refusal(coupon, request, runner.lines, &runner.ledger)
                .unwrap_or((Reason::ConditionNotMet, json!({})))
        }
        Refusal::Currency => (Reason::CurrencyMismatch, json!({ "currency": request.cart.currency })),
        Refusal::Missed(miss) => explain_miss(runner, miss, coupon),
        Refusal::Renewal => (Reason::RenewalNotCovered, json!({})),
    }
}

/// Why a renewal has nothing of a coupon, or nothing more of it (8).
fn explain_renewal(runner: &mut Runner<'_>, chosen: &Chosen<'_>, coupon: &CompiledCoupon) -> (Reason, Value) {
    let request = runner.request;
    let Some((first, billing)) = request.renewal() else { return (Reason::RenewalNotCovered, json!({})) };
    let Some(redemption) = first.redemptions.iter().find(|redemption| redemption.coupon.id == coupon.id) else {
        return (Reason::RenewalNotCovered, json!({ "first_order_id": billing.first_order_id }));
    };
    // What counts are the terms of then.
    let frozen = &*redemption.coupon;
    if frozen.is_stored_value() {
        return (Reason::RenewalNotCovered, json!({}));
    }
    if !covers(redemption, billing) {
        let details = json!({ "renewals": frozen.terms.renewals, "renewal_number": billing.renewal_number });
        return (Reason::RenewalNotCovered, details);
    }
    let mut candidates = (0..runner.count()).filter(|index| runner.field.candidates[*index].coupon.id == coupon.id);
    match candidates.next() {
        Some(index) if chosen.had_effect[index] => (Reason::AlreadyApplied, json!({})),
        Some(index) => explain_candidate(runner, chosen, index),
        None => {
            runner.open_ledger();
            let refusal = Field::renewal_refusal(request, runner.lines, &runner.ledger, frozen);
            explain_refusal(runner, refusal.unwrap_or(Refusal::Plain(Reason::NoEffect)), frozen)
        }
    }
}

fn explain_miss(runner: &Runner<'_>, miss: Miss, coupon: &CompiledCoupon) -> (Reason, Value) {
    match miss {
        Miss::Items => {
            let skipped: Vec<Value> = passed_over(coupon, runner.lines)
                .map(|(line, reason)| json!({ "path": Path::Line(runner.lines.at(line).position), "reason": reason }))
                .collect();
            (Reason::ItemsIneligible, if skipped.is_empty() { json!({}) } else { json!({ "skipped": skipped }) })
        }
        Miss::Service => {
            let services: Vec<&String> =
                coupon.benefits().iter().flat_map(|benefit| benefit.computed().services()).collect();
            (Reason::ShippingServiceIneligible, json!({ "services": services }))
        }
        Miss::Units { actual, needed } => (
            Reason::RequiredItemsMissing,
            json!({
                "actual": { "quantity": actual }, "needed": { "quantity": needed },
                "missing": { "quantity": needed - actual },
            }),
        ),
        Miss::Tier { is_spend, actual, needed } => {
            let of = |number: i64| if is_spend { json!({ "amount": number }) } else { json!({ "quantity": number }) };
            let details = json!({ "actual": of(actual), "needed": of(needed), "missing": of(needed - actual) });
            (if is_spend { Reason::MinimumNotMet } else { Reason::QuantityOutOfRange }, details)
        }
        Miss::ShippingUnknown => {
            let needs = if runner.request.cart.shipping.is_none() { "shipping" } else { "shipping.service" };
            (Reason::InformationMissing, json!({ "needs": [needs] }))
        }
    }
}

/// What a coupon would save alone if its limits did not stand in the way.
fn saving_alone(runner: &Runner<'_>, coupon: &CompiledCoupon) -> i64 {
    let mut ledger = runner.ledger.clone();
    ledger.reset(runner.lines, shipping_of(runner.request));
    let field = Field::of_one(runner.request, runner.lines, &ledger, coupon);
    run_alone(runner, &field, ledger)
}

/// What a coupon would save alone if its conditions passed and its limits did not stand in the way.
pub(crate) fn saving_if_met(runner: &Runner<'_>, coupon: &CompiledCoupon) -> i64 {
    let mut ledger = runner.ledger.clone();
    ledger.reset(runner.lines, shipping_of(runner.request));
    let field = Field::of_unconditional(runner.request, runner.lines, &ledger, coupon);
    run_alone(runner, &field, ledger)
}

fn run_alone(runner: &Runner<'_>, field: &Field<'_>, ledger: Ledger) -> i64 {
    let mut alone = Runner::new(runner.request, runner.lines, field, ledger);
    alone.run(&Members::all(field.candidates.len()), &mut Silent)
}

/// A coupon that waits for a fact says what it would bring (5.2).
fn with_saving(runner: &Runner<'_>, reason: Reason, mut details: Value, coupon: Option<&CompiledCoupon>) -> Value {
    if let (Reason::InformationMissing, Some(coupon)) = (reason, coupon)
        && details.get("saving").is_none()
    {
        details["saving"] = json!(saving_if_met(runner, coupon));
    }
    details
}

/// Why a candidate gave nothing in the chosen set, or is not in it.
fn explain_candidate(runner: &mut Runner<'_>, chosen: &Chosen<'_>, candidate: CandidateIndex) -> (Reason, Value) {
    if chosen.ran.hold(candidate) {
        let refused = chosen.record.coupons[candidate].refused.clone();
        let is_cut = chosen.record.coupons[candidate].trims.has(Cut::Budget);
        let plainly = || (gave_nothing(runner, chosen, candidate, is_cut), json!({}));
        return refused.or_else(|| explain_share(runner, candidate)).unwrap_or_else(plainly);
    }
    let count = runner.count();
    let mut record = Record::new(count);
    let alone = runner.run(&Members::only(candidate, count), &mut record);
    if let Some(refused) = record.coupons[candidate].refused.take() {
        return refused;
    }
    let field = runner.field;
    let entry = &field.candidates[candidate];
    let conflicts: Vec<CandidateIndex> =
        chosen.members.iter().filter(|member| !entry.combines_with(&field.candidates[*member])).collect();
    if conflicts.iter().any(|member| field.candidates[*member].coupon.id == entry.coupon.id) {
        return (Reason::AlreadyApplied, json!({}));
    }
    if !conflicts.is_empty() {
        return (Reason::CombinationDisallowed, explain_conflict(runner, chosen, candidate, alone, &conflicts));
    }
    if entry.presented.is_none() || codes_in(field, chosen.members) < most_codes(runner) {
        return (gave_nothing(runner, chosen, candidate, alone > 0), json!({}));
    }
    let replaced = least_useful_codes(runner, chosen);
    let mut details = explain_conflict(runner, chosen, candidate, alone, &replaced);
    details["limit"] = json!(most_codes(runner));
    (Reason::TooManyCodes, details)
}

/// Why a coupon that may run beside the chosen ones gives nothing: they may have given all that its campaign had left.
/// `wants` says whether there is something it would have given.
fn gave_nothing(runner: &Runner<'_>, chosen: &Chosen<'_>, candidate: CandidateIndex, wants: bool) -> Reason {
    let is_spent = runner.field.budget_left(candidate, chosen.gave) == Some(0);
    if is_spent && wants { Reason::BudgetExhausted } else { Reason::NoEffect }
}

/// At a renewal: that the first order gave nothing by the coupon on the lines of the subscription, where that limits it.
fn explain_share(runner: &Runner<'_>, candidate: CandidateIndex) -> Option<(Reason, Value)> {
    let entry = &runner.field.candidates[candidate];
    let billing = runner.request.cart.billing.as_ref()?;
    let has_nothing_left = entry.renews?.gave_nothing(entry.coupon);
    has_nothing_left.then(|| {
        let details = json!({ "first_order_id": billing.first_order_id, "first_line_ids": billing.first_line_ids });
        (Reason::RenewalNotCovered, details)
    })
}

/// Whom it conflicts with, and what switching to it would bring.
fn explain_conflict(
    runner: &mut Runner<'_>,
    chosen: &Chosen<'_>,
    candidate: CandidateIndex,
    alone: i64,
    leaving: &[CandidateIndex],
) -> Value {
    let field = runner.field;
    let request = runner.request;
    let conflicts: Vec<Value> = leaving
        .iter()
        .map(|member| {
            let entry = &field.candidates[*member];
            let code = entry.came_as.and_then(|presented| presented.code.as_deref());
            match code {
                Some(code) => json!({ "coupon_id": &**entry.coupon.shared_id(), "code": code }),
                None => json!({ "coupon_id": &**entry.coupon.shared_id() }),
            }
        })
        .collect();
    if alone == 0 {
        return json!({ "conflicts_with": conflicts });
    }
    let mut switched = chosen.members.clone();
    leaving.iter().for_each(|member| switched.remove(*member));
    switched.add(candidate);
    let saving = runner.run(&switched, &mut Silent);
    let total = total_of(request, runner.lines, &runner.ledger) - pay(runner).sum();
    json!({ "conflicts_with": conflicts, "if_switched": { "saving": saving, "total": total } })
}

/// The codes of the chosen set that gave least, as many as must go for one to come in.
fn least_useful_codes(runner: &Runner<'_>, chosen: &Chosen<'_>) -> Vec<CandidateIndex> {
    let field = runner.field;
    let is_code = |member: &CandidateIndex| field.candidates[*member].presented.is_some();
    let mut codes: Vec<CandidateIndex> = chosen.members.iter().filter(is_code).collect();
    codes.sort_by(|a, b| chosen.gave[*a].cmp(&chosen.gave[*b]).then(b.cmp(a)));
    let must_go = (codes.len() + 1).saturating_sub(most_codes(runner));
    codes.truncate(must_go);
    codes
}
