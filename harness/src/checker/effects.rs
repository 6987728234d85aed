//! What was acknowledged is in the ledger, once; what was refused is not in it; nothing is in it that nobody asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::takes::{decides, granted, orders, text};
use super::{Entry, Record, Verdict};
use crate::history::{Call, Kind, NEVER};

/// Compares the answers with the ledger, order by order.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("what was acknowledged is kept, once; what was refused had no effect");
    let mut calls_of: BTreeMap<String, Vec<&Call>> = BTreeMap::new();
    for (op, order_id) in orders(record) {
        let call = usize::try_from(op).ok().and_then(|op| record.calls.get(op));
        calls_of.entry(order_id).or_default().extend(call);
    }
    let mut entries_of: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in &record.ledger {
        entries_of.entry(&entry.order_id).or_default().push(entry);
    }
    for (order_id, calls) in &calls_of {
        let entries = entries_of.remove(order_id.as_str()).unwrap_or_default();
        if calls.iter().any(|call| decides(call.kind)) {
            verdict.look();
            check_order(order_id, calls, &entries, &mut verdict);
        }
    }
    for (order_id, entries) in entries_of {
        verdict.find(format!("{order_id}: {} redemptions of an order that nobody asked for", entries.len()), []);
    }
    verdict
}

fn check_order(order_id: &str, calls: &[&Call], entries: &[&Entry], verdict: &mut Verdict) {
    let ops = || calls.iter().map(|call| call.op);
    let deciding: Vec<&&Call> = calls.iter().filter(|call| decides(call.kind)).collect();
    let is_known = deciding.iter().all(|call| call.told() != NEVER);
    let acknowledged: Vec<(&&&Call, BTreeSet<String>)> = deciding
        .iter()
        .filter_map(|call| Some((call, granted(call.success()?).map(|one| text(&one["id"])).collect())))
        .collect();
    let known: BTreeSet<&String> = acknowledged.iter().flat_map(|(_, ids)| ids).collect();
    if is_known {
        for entry in entries.iter().filter(|entry| entry.is_live() && !known.contains(&entry.id)) {
            let what = if acknowledged.is_empty() { "refused, and still there is" } else { "no answer names" };
            verdict.find(format!("{order_id}: {what} redemption {} ({})", entry.id, entry.state), ops());
        }
    }
    let mut live = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.is_live()) {
        *live.entry(&entry.coupon_id).or_insert(0) += 1;
    }
    for (coupon_id, count) in live.into_iter().filter(|(_, count)| *count > 1) {
        verdict.find(format!("{order_id}: {count} redemptions of {coupon_id} in one order"), ops());
    }
    // The answer that nothing later can have changed has to be there as it was told.
    let Some((last, ids)) = acknowledged.iter().max_by_key(|(call, _)| call.asked()) else { return };
    let is_last = deciding.iter().all(|call| call.op == last.op || call.told() < last.asked());
    if !is_last {
        return;
    }
    for id in ids {
        let Some(entry) = entries.iter().find(|entry| entry.id == *id) else {
            verdict.find(format!("{order_id}: redemption {id} was acknowledged and is lost"), ops());
            continue;
        };
        let expected = expected_states(last.kind, calls);
        if !expected.contains(&entry.state.as_str()) {
            let what = format!("{order_id}: redemption {id} is {}, it has to be one of {expected:?}", entry.state);
            verdict.find(what, ops());
        }
    }
}

/// In which state a redemption may be, by what was answered since.
fn expected_states(origin: Kind, calls: &[&Call]) -> Vec<&'static str> {
    let happened = |kind| calls.iter().any(|call| call.kind == kind && !call.is_refused());
    let succeeded = |kind| calls.iter().any(|call| call.kind == kind && call.success().is_some());
    let mut states = Vec::new();
    let is_committed = matches!(origin, Kind::Redeem | Kind::Amend) || succeeded(Kind::Commit);
    if !is_committed && succeeded(Kind::Release) {
        return vec!["released"];
    }
    if is_committed || happened(Kind::Commit) {
        states.push("committed");
    }
    if !is_committed {
        states.extend(["held", "expired"]);
        states.extend(happened(Kind::Release).then_some("released"));
    }
    states.extend((happened(Kind::CancelRedemption) || happened(Kind::CancelOrder)).then_some("cancelled"));
    states.extend((happened(Kind::Refund) || happened(Kind::CancelOrder)).then_some("refunded"));
    states
}
