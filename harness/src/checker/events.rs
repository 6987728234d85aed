//! Everything that happened is told once, in its order, and nothing is told that did not happen.

use std::collections::{BTreeMap, BTreeSet};

use super::takes::{orders, text};
use super::{Record, Verdict};
use crate::history::{Call, Kind};

/// An event as the feed tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// `evt_...`.
    pub id: String,
    /// `<noun>.<past verb>`.
    pub kind: String,
    /// What it happened to.
    pub aggregate: String,
    /// Its place among those of the aggregate.
    pub seq: u64,
    /// The version of a coupon that it tells of.
    pub version: Option<u64>,
}

/// How many events there are of a kind of an aggregate.
struct Told<'r>(BTreeMap<(&'r str, &'r str), usize>);

impl Told<'_> {
    fn count(&self, aggregate: &str, kind: &str) -> usize {
        self.0.get(&(aggregate, kind)).copied().unwrap_or_default()
    }
}

/// Compares the feed, read to its end, with the ledger and with the answers.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("what happened is told once and in order; nothing else is told");
    in_order(record, &mut verdict);
    let mut told = Told(BTreeMap::new());
    for event in &record.events {
        *told.0.entry((&event.aggregate, &event.kind)).or_default() += 1;
    }
    of_redemptions(record, &told, &mut verdict);
    of_orders(record, &told, &mut verdict);
    of_reservations(record, &told, &mut verdict);
    of_coupons(record, &mut verdict);
    verdict
}

fn in_order(record: &Record, verdict: &mut Verdict) {
    let (mut ids, mut last) = (BTreeSet::new(), BTreeMap::<&str, u64>::new());
    for event in &record.events {
        verdict.look();
        if !ids.insert(event.id.as_str()) {
            verdict.find(format!("{} is told twice", event.id), []);
        }
        let last = last.entry(&event.aggregate).or_default();
        if event.seq != *last + 1 {
            verdict.find(format!("{}: event {} comes after event {last}", event.aggregate, event.seq), []);
        }
        *last = event.seq;
    }
}

/// A redemption was committed once before it was anything else, and what it is now is told.
fn of_redemptions(record: &Record, told: &Told<'_>, verdict: &mut Verdict) {
    let mut known = BTreeSet::new();
    for entry in &record.ledger {
        verdict.look();
        known.insert(entry.id.as_str());
        // Kind, how often at least, how often at most. One that was cancelled may be part of an order that is refunded.
        let state = entry.state.as_str();
        let was_used = matches!(state, "committed" | "cancelled" | "refunded");
        let bounds = [
            ("redemption.committed", usize::from(was_used), usize::from(was_used)),
            ("redemption.cancelled", usize::from(state == "cancelled"), usize::from(was_used && state != "committed")),
            ("redemption.refunded", usize::from(state == "refunded"), usize::from(state == "refunded")),
        ];
        for (kind, least, most) in bounds {
            let what = || format!("{}, which is {state},", entry.id);
            compare(told.count(&entry.id, kind), kind, (least, most), what, &[], verdict);
        }
    }
    for event in record.events.iter().filter(|event| event.kind.starts_with("redemption.")) {
        if !known.contains(event.aggregate.as_str()) {
            verdict.find(format!("{} of {}, which the ledger does not have", event.kind, event.aggregate), []);
        }
    }
}

fn of_orders(record: &Record, told: &Told<'_>, verdict: &mut Verdict) {
    for (order_id, calls) in calls_by_order(record) {
        verdict.look();
        let aggregate = format!("order:{order_id}");
        let of = |kinds: &[Kind]| calls.iter().filter(|call| kinds.contains(&call.kind)).copied().collect::<Vec<_>>();
        let refunds = of(&[Kind::Refund]);
        let ids: BTreeSet<String> =
            refunds.iter().filter_map(|call| call.success()).map(|body| text(&body["id"])).collect();
        let amended = of(&[Kind::Amend]);
        let changes = amended.iter().filter(|call| call.success().is_some()).count();
        let bounds = [
            ("order.placed", at_most_once(&of(&[Kind::Redeem, Kind::Commit]))),
            ("order.cancelled", at_most_once(&of(&[Kind::CancelOrder]))),
            ("order.amended", (changes, changes + unknown(&amended))),
            ("refund.created", (ids.len(), ids.len() + unknown(&refunds))),
        ];
        for (kind, bounds) in bounds {
            compare(told.count(&aggregate, kind), kind, bounds, || aggregate.clone(), &calls, verdict);
        }
    }
}

fn of_reservations(record: &Record, told: &Told<'_>, verdict: &mut Verdict) {
    let mut of_hold: BTreeMap<String, Vec<&Call>> = BTreeMap::new();
    for call in &record.calls {
        let id = match call.kind {
            Kind::Reserve => call.success().map(|body| text(&body["id"])),
            Kind::Commit | Kind::Release | Kind::Extend => call.path.split('/').nth(3).map(str::to_owned),
            _ => None,
        };
        if let Some(id) = id {
            of_hold.entry(id).or_default().push(call);
        }
    }
    for (id, calls) in of_hold {
        verdict.look();
        let of = |kind: Kind| calls.iter().filter(|call| call.kind == kind).copied().collect::<Vec<_>>();
        let extended = of(Kind::Extend);
        let longer = extended.iter().filter(|call| call.success().is_some()).count();
        let (least_held, _) = at_most_once(&of(Kind::Reserve));
        let (least_released, most_released) = at_most_once(&of(Kind::Release));
        let bounds = [
            ("reservation.held", (least_held, 1)),
            ("reservation.committed", at_most_once(&of(Kind::Commit))),
            // A hold that gives way to another of its order is released too.
            ("reservation.released", (least_released, most_released.max(1))),
            ("reservation.extended", (longer, longer + unknown(&extended))),
        ];
        for (kind, bounds) in bounds {
            compare(told.count(&id, kind), kind, bounds, || id.clone(), &calls, verdict);
        }
    }
}

/// Every version of a coupon that an answer names is told by one event.
fn of_coupons(record: &Record, verdict: &mut Verdict) {
    let mut versions: BTreeMap<(&str, u64), usize> = BTreeMap::new();
    for event in record.events.iter().filter(|event| event.kind.starts_with("coupon.")) {
        *versions.entry((&event.aggregate, event.version.unwrap_or_default())).or_default() += 1;
    }
    for call in record.calls.iter().filter(|call| edits_a_coupon(call.kind)) {
        let Some(body) = call.success() else { continue };
        let (Some(id), Some(version)) = (body["id"].as_str(), body["version"].as_u64()) else { continue };
        verdict.look();
        let count = versions.get(&(id, version)).copied().unwrap_or_default();
        if count != 1 {
            verdict.find(format!("{id}: {count} events tell of version {version}"), [call.op]);
        }
    }
}

/// Whether a call makes a version of a coupon.
pub(super) fn edits_a_coupon(kind: Kind) -> bool {
    matches!(kind, Kind::CreateCoupon | Kind::EditCoupon | Kind::Pause | Kind::Enable)
}

/// The calls of each order.
pub(super) fn calls_by_order(record: &Record) -> BTreeMap<String, Vec<&Call>> {
    let mut calls_of: BTreeMap<String, Vec<&Call>> = BTreeMap::new();
    for (op, order_id) in orders(record) {
        let call = usize::try_from(op).ok().and_then(|op| record.calls.get(op));
        calls_of.entry(order_id).or_default().extend(call);
    }
    calls_of
}

/// How often something happened that happens once, however many calls ask for it: at least and at most.
pub(super) fn at_most_once(calls: &[&Call]) -> (usize, usize) {
    let is_done = calls.iter().any(|call| call.success().is_some());
    (usize::from(is_done), usize::from(is_done || unknown(calls) > 0))
}

/// Calls of which nobody knows what came.
pub(super) fn unknown(calls: &[&Call]) -> usize {
    calls.iter().filter(|call| call.answer().is_none()).count()
}

fn compare(
    count: usize,
    kind: &str,
    (least, most): (usize, usize),
    what: impl Fn() -> String,
    calls: &[&Call],
    verdict: &mut Verdict,
) {
    if count < least || count > most {
        let right = if least == most { least.to_string() } else { format!("{least} to {most}") };
        verdict.find(
            format!("{} has {count} events {kind}, it has to have {right}", what()),
            calls.iter().map(|call| call.op),
        );
    }
}
