//! Every mutation that was acknowledged is in the audit trail once, and no refused one is.

use std::collections::{BTreeMap, BTreeSet};

use super::events::{at_most_once, calls_by_order, edits_a_coupon, unknown};
use super::takes::text;
use super::{Record, Verdict};
use crate::history::{Call, Kind};

/// A row of the audit trail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditEntry {
    /// The use case.
    pub action: String,
    /// What was changed first.
    pub resource: String,
}

const EDITS: [&str; 4] = ["create_coupon", "update_coupon", "pause_coupon", "enable_coupon"];

/// Compares the audit trail, read to its end, with the answers.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("every mutation is in the audit trail once");
    let mut noted: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for entry in &record.audit {
        *noted.entry((&entry.resource, &entry.action)).or_default() += 1;
    }
    let count = |resource: &str, action: &str| noted.get(&(resource, action)).copied().unwrap_or_default();
    for (order_id, calls) in calls_by_order(record) {
        verdict.look();
        let aggregate = format!("order:{order_id}");
        let of = |kind: Kind| calls.iter().filter(|call| call.kind == kind).copied().collect::<Vec<_>>();
        let refunds = of(Kind::Refund);
        let ids: BTreeSet<String> =
            refunds.iter().filter_map(|call| call.success()).map(|body| text(&body["id"])).collect();
        let bounds = [
            ("create_redemption", at_most_once(&of(Kind::Redeem))),
            ("cancel_order", at_most_once(&of(Kind::CancelOrder))),
            ("create_refund", (ids.len(), ids.len() + unknown(&refunds))),
        ];
        for (action, bounds) in bounds {
            compare(count(&aggregate, action), action, &aggregate, bounds, &calls, &mut verdict);
        }
        for call in of(Kind::Reserve) {
            let Some(id) = call.success().map(|body| text(&body["id"])) else { continue };
            compare(count(&id, "create_reservation"), "create_reservation", &id, (1, 1), &[call], &mut verdict);
        }
        for call in of(Kind::Commit) {
            let Some(id) = call.path.split('/').nth(3).filter(|_| call.success().is_some()) else { continue };
            compare(count(id, "commit_reservation"), "commit_reservation", id, (1, 1), &[call], &mut verdict);
        }
    }
    of_coupons(record, &count, &mut verdict);
    verdict
}

/// A coupon has as many versions as there were edits that changed it.
fn of_coupons(record: &Record, count: &impl Fn(&str, &str) -> usize, verdict: &mut Verdict) {
    let mut edits: BTreeMap<String, Vec<&Call>> = BTreeMap::new();
    for call in record.calls.iter().filter(|call| edits_a_coupon(call.kind)) {
        let id = match call.kind {
            Kind::CreateCoupon => call.success().map(|body| text(&body["id"])),
            _ => call.path.split('/').nth(3).map(str::to_owned),
        };
        edits.entry(id.unwrap_or_default()).or_default().push(call);
    }
    for (id, calls) in edits.into_iter().filter(|(id, _)| !id.is_empty()) {
        verdict.look();
        let newest = calls.iter().filter_map(|call| call.success()?["version"].as_u64()).max().unwrap_or_default();
        let newest = usize::try_from(newest).unwrap_or_default();
        let entries = EDITS.iter().map(|action| count(&id, action)).sum();
        compare(entries, "edits", &id, (newest, newest + unknown(&calls)), &calls, verdict);
    }
}

fn compare(
    count: usize,
    action: &str,
    resource: &str,
    (least, most): (usize, usize),
    calls: &[&Call],
    verdict: &mut Verdict,
) {
    if count < least || count > most {
        let what = format!("{resource}: {count} entries of {action}, there have to be {least} to {most}");
        verdict.find(what, calls.iter().map(|call| call.op));
    }
}
