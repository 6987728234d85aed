//! Every candidate with its outcome, its condition tree (pass, fail, unknown, actual, needed) and its reason in words:
//! `explain` of a quote. Only for who may see everything; nothing is kept back here.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::candidates::{CandidateIndex, Field, Refusal, Standing, Step, ask_alone};
use crate::compiled::CompiledCoupon;
use crate::condition::Condition;
use crate::condition::judge::{Outcome, Scene};
use crate::evaluate::Request;
use crate::messages::{Said, message};
use crate::reason::Reason;
use crate::rejection::{Chosen, explain_standing};
use crate::runner::{Recorder, Runner, Silent};

/// A list of every coupon that was automatic here, presented or redeemed by the first order of a renewal, by id, then
/// what is presented and unknown.
pub(crate) fn explain(runner: &mut Runner<'_>, chosen: &Chosen<'_>) -> Value {
    let request = runner.request;
    let presented: BTreeMap<&str, usize> = request
        .presented
        .iter()
        .enumerate()
        .rev()
        .filter_map(|(position, presented)| Some((presented.coupon.as_ref()?.id.as_str(), position)))
        .collect();
    let first = request.renewal().map(|(first, _)| &first.redemptions[..]).unwrap_or_default().iter();
    let renewed = first.map(|redemption| (redemption.coupon.id.as_str(), &*redemption.coupon));
    let automatic = request.automatic.iter().map(|coupon| (coupon.id.as_str(), &**coupon));
    let codes = request.presented.iter().filter_map(|presented| presented.coupon.as_deref());
    let codes = codes.map(|coupon| (coupon.id.as_str(), coupon));
    // At a renewal what counts are the terms of the first order.
    let coupons: BTreeMap<&str, &CompiledCoupon> = automatic.chain(codes).chain(renewed).collect();
    let mut entries: Vec<Value> =
        coupons.into_iter().map(|(id, coupon)| entry(runner, chosen, coupon, presented.get(id).copied())).collect();
    for unknown in request.presented.iter().filter(|presented| presented.coupon.is_none()) {
        entries.push(json!({
            "coupon_id": null, "code": unknown.code, "claim_id": unknown.claim_id, "outcome": "rejected",
            "reason": Reason::Invalid, "message": words(request, Reason::Invalid, &json!({})),
        }));
    }
    Value::Array(entries)
}

fn entry(runner: &mut Runner<'_>, chosen: &Chosen<'_>, coupon: &CompiledCoupon, position: Option<usize>) -> Value {
    let request = runner.request;
    let index = candidate_of(runner, chosen, coupon);
    let came_as = match index {
        Some(index) => runner.field.candidates[index].came_as,
        None => position.map(|position| &request.presented[position]),
    };
    let balance = position.and_then(|position| balance_used(runner, chosen, position));
    let amount = index.map_or(0, |index| chosen.gave[index]);
    let is_applied = index.is_some_and(|index| chosen.had_effect[index]) || balance.is_some();
    let is_declined = position.is_none() && request.declined.iter().any(|id| *id == coupon.id);
    let mut entry = json!({
        "coupon_id": coupon.id, "version": coupon.version, "title": coupon.terms.title("en"),
        "code": came_as.and_then(|presented| presented.code.as_deref()),
        "claim_id": came_as.and_then(|presented| presented.claim_id.as_deref()),
        "automatic": came_as.is_none(), "amount": amount,
        "outcome": if is_applied { "applied" } else if is_declined { "declined" } else { "rejected" },
        "conditions": conditions(runner, chosen, coupon, index),
    });
    if let Some(amount) = balance {
        entry["balance_used"] = json!(amount);
    }
    if !is_applied && !is_declined {
        let (reason, details) = match (index, position) {
            (None, Some(position)) if runner.field.standing[position] == Standing::Balance => {
                chosen.paid.refusal(position).unwrap_or((Reason::NoEffect, json!({})))
            }
            (Some(index), _) => explain_standing(runner, chosen, Standing::Candidate(index), coupon),
            (None, _) => {
                let refusal = refusal(runner, coupon, position);
                explain_standing(runner, chosen, Standing::Refused(refusal), coupon)
            }
        };
        entry["message"] = json!(words(request, reason, &details));
        entry["reason"] = json!(reason);
        entry["details"] = details;
    }
    entry
}

/// The candidate a coupon became; of two terms of one claim the one that had an effect.
fn candidate_of(runner: &Runner<'_>, chosen: &Chosen<'_>, coupon: &CompiledCoupon) -> Option<CandidateIndex> {
    let candidates = runner.field.candidates.iter().enumerate();
    let mine = candidates.filter(|(_, candidate)| candidate.coupon.id == coupon.id).map(|(index, _)| index);
    mine.min_by_key(|index| !chosen.had_effect[*index])
}

/// What the balance of a code or claim paid; `None` if it paid nothing.
fn balance_used(runner: &Runner<'_>, chosen: &Chosen<'_>, position: usize) -> Option<i64> {
    let presented = &runner.request.presented[position];
    let is_balance = runner.field.standing[position] == Standing::Balance;
    let mut uses = chosen.paid.uses.iter().filter(|_| is_balance);
    uses.find(|used| used.code == presented.code && used.claim_id == presented.claim_id).map(|used| used.amount)
}

fn refusal(runner: &mut Runner<'_>, coupon: &CompiledCoupon, position: Option<usize>) -> Refusal {
    let request = runner.request;
    match position.map(|position| runner.field.standing[position]) {
        Some(Standing::Refused(refusal)) => refusal,
        _ if request.renewal().is_some() => Refusal::Renewal,
        _ => {
            runner.open_ledger();
            let refusal = Field::refusal_of(request, runner.lines, &runner.ledger, coupon);
            refusal.unwrap_or(Refusal::Plain(Reason::NoEffect))
        }
    }
}

fn words(request: &Request<'_>, reason: Reason, details: &Value) -> String {
    message(request.settings.messages.as_deref(), Said::to_shopper(reason, request), details)
}

/// The coupon's tree as it was judged: at its turn beside the chosen ones where that matters, else on the open cart.
fn conditions(
    runner: &mut Runner<'_>,
    chosen: &Chosen<'_>,
    coupon: &CompiledCoupon,
    index: Option<CandidateIndex>,
) -> Value {
    let Some(tree) = coupon.conditions() else { return Value::Null };
    if let Some(index) = index.filter(|_| coupon.depends_on_set()) {
        let mut members = chosen.members.clone();
        members.add(index);
        let mut heard = Heard { index, tree: None };
        runner.run(&members, &mut heard);
        if let Some(tree) = heard.tree {
            return tree;
        }
    }
    if coupon.is_stored_value() {
        runner.run(chosen.ran, &mut Silent);
    } else {
        runner.open_ledger();
    }
    ask_alone(coupon, runner.request, runner.lines, &runner.ledger, |scene| tree.explain(scene))
}

/// Hears what one candidate's conditions saw.
struct Heard {
    index: CandidateIndex,
    tree: Option<Value>,
}

impl Recorder for Heard {
    fn refused(&mut self, _: CandidateIndex, _: &Scene<'_>) {}

    fn judged(&mut self, candidate: CandidateIndex, scene: &Scene<'_>) {
        if candidate == self.index {
            self.tree = scene.coupon.conditions().map(|tree| tree.explain(scene));
        }
    }

    fn ran(&mut self, _: &Step, _: &crate::benefit::compute::Turn<'_>, _: i64) {}
}

impl Condition {
    /// The tree with the outcome of every node, and of every leaf what is and what is needed.
    fn explain(&self, scene: &Scene<'_>) -> Value {
        let outcome = self.judge(scene);
        let children = |children: &[Self]| children.iter().map(|child| child.explain(scene)).collect::<Vec<_>>();
        match self {
            Self::All(all) => json!({ "all": children(all), "outcome": outcome.as_str() }),
            Self::Any(any) => json!({ "any": children(any), "outcome": outcome.as_str() }),
            Self::Not(child) => json!({ "not": child.explain(scene), "outcome": outcome.as_str() }),
            Self::Leaf(leaf) => {
                let finding = leaf.computed().finding(scene);
                let mut told = json!({
                    "kind": leaf.name(), "outcome": outcome.as_str(), "words": leaf.summary(scene.locale()),
                    "actual": finding.actual, "needed": finding.needed,
                });
                match outcome {
                    Outcome::Pass => {}
                    Outcome::Fail => told["reason"] = json!(finding.reason),
                    Outcome::Unknown => told["needs"] = json!(finding.needs),
                }
                told
            }
        }
    }
}
