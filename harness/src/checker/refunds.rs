//! Refunds of an order never exceed what was paid, and are exactly that when everything came back.

use std::collections::BTreeMap;

use super::takes::{decides, list, orders};
use super::{REFUNDS, Record, Verdict};
use crate::history::{Call, Kind};

/// Looks at every order that was refunded.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new(REFUNDS);
    let mut calls_of: BTreeMap<String, Vec<&Call>> = BTreeMap::new();
    for (op, order_id) in orders(record) {
        let call = usize::try_from(op).ok().and_then(|op| record.calls.get(op));
        calls_of.entry(order_id).or_default().extend(call);
    }
    for (order_id, calls) in calls_of {
        let refunds: Vec<&&Call> = calls.iter().filter(|call| call.kind == Kind::Refund).collect();
        if !refunds.iter().any(|call| call.success().is_some()) {
            continue;
        }
        verdict.look();
        let ops = || calls.iter().map(|call| call.op);
        let paid = calls
            .iter()
            .filter(|call| decides(call.kind) || call.kind == Kind::Commit)
            .filter_map(|call| call.success()?["quote"]["totals"]["total"].as_i64());
        let Some(paid) = paid.max() else { continue };
        let amounts: Vec<i64> = refunds.iter().filter_map(|call| call.success()?["amount"].as_i64()).collect();
        let refunded: i64 = amounts.iter().sum();
        if refunded > paid {
            verdict.find(format!("{order_id}: {refunded} came back of {paid}"), ops());
        }
        if amounts.iter().any(|amount| *amount < 0) {
            verdict.find(format!("{order_id}: a refund below zero"), ops());
        }
        let is_whole = refunds.iter().any(|call| call.body["full"] == true && call.success().is_some());
        let is_plain = !calls.iter().any(|call| matches!(call.kind, Kind::Amend | Kind::CancelOrder | Kind::Reprice));
        let is_known = refunds.iter().all(|call| call.answer().is_some());
        if is_whole && is_plain && is_known && refunded != paid {
            verdict.find(format!("{order_id}: everything came back, and {refunded} of {paid} was refunded"), ops());
        }
        check_units(&order_id, &calls, &refunds, &mut verdict);
    }
    verdict
}

fn check_units(order_id: &str, calls: &[&Call], refunds: &[&&Call], verdict: &mut Verdict) {
    let mut bought: BTreeMap<String, u64> = BTreeMap::new();
    for call in calls.iter().filter(|call| decides(call.kind)) {
        for line in list(&call.body["cart"]["line_items"]) {
            let most = bought.entry(line["id"].as_str().unwrap_or_default().to_owned()).or_default();
            *most = (*most).max(line["quantity"].as_u64().unwrap_or_default());
        }
    }
    let mut back: BTreeMap<String, u64> = BTreeMap::new();
    for call in refunds.iter().filter(|call| call.success().is_some()) {
        for line in list(&call.body["lines"]) {
            let id = line["line_id"].as_str().unwrap_or_default().to_owned();
            *back.entry(id).or_default() += line["quantity"].as_u64().unwrap_or_default();
        }
    }
    for (line, units) in back {
        if bought.get(&line).is_none_or(|bought| units > *bought) {
            verdict.find(
                format!("{order_id}: {units} units of line {line} came back"),
                refunds.iter().map(|call| call.op),
            );
        }
    }
}
