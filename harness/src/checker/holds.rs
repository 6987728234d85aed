//! A hold ends once: committed, released or expired.

use std::collections::{BTreeMap, BTreeSet};

use super::takes::{list, text};
use super::{HOLDS, Record, Verdict};
use crate::history::{Call, Kind, NEVER, Nanos};

const SECOND: Nanos = 1_000_000_000;
/// The product's clock and ours may differ by this much over a hold.
const SLACK: Nanos = SECOND;

/// Looks at every reservation.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new(HOLDS);
    let mut of_hold: BTreeMap<String, Vec<&Call>> = BTreeMap::new();
    for call in &record.calls {
        let id = match call.kind {
            Kind::Reserve => call.success().map(|body| text(&body["id"])),
            Kind::Extend | Kind::Reprice | Kind::Commit | Kind::Release => {
                call.path.split('/').nth(3).map(str::to_owned)
            }
            _ => None,
        };
        if let Some(id) = id {
            of_hold.entry(id).or_default().push(call);
        }
    }
    for (id, calls) in of_hold {
        verdict.look();
        let ops = || calls.iter().map(|call| call.op);
        let ends = |kind| calls.iter().filter(move |call| call.kind == kind && call.success().is_some());
        if ends(Kind::Commit).next().is_some() && ends(Kind::Release).next().is_some() {
            verdict.find(format!("{id} was committed and released"), ops());
        }
        for (kind, state) in [(Kind::Commit, "committed"), (Kind::Release, "released")] {
            for call in ends(kind).filter(|call| call.success().is_some_and(|body| body["state"] != state)) {
                verdict.find(format!("{id}: {kind:?} succeeded, and the answer does not say {state}"), [call.op]);
            }
        }
        let mut commits = ends(Kind::Commit).filter_map(|call| {
            let ids = list(&call.success()?["redemptions"]).map(|one| text(&one["id"]));
            Some(ids.collect::<BTreeSet<_>>())
        });
        if let Some(first) = commits.next()
            && commits.any(|other| other != first)
        {
            verdict.find(format!("{id} was committed twice, with different redemptions"), ops());
        }
        if let Some(end) = last_end(&calls) {
            for call in ends(Kind::Commit).filter(|call| call.asked() > end.saturating_add(SLACK)) {
                verdict.find(format!("{id} was committed after it had expired"), [call.op]);
            }
        }
    }
    verdict
}

/// The latest moment at which the hold may have ended by itself. `None`: not known.
fn last_end(calls: &[&Call]) -> Option<Nanos> {
    let mut end = 0;
    for call in calls.iter().filter(|call| matches!(call.kind, Kind::Reserve | Kind::Extend) && !call.is_refused()) {
        if call.told() == NEVER {
            return None;
        }
        end = end.max(call.told() + call.body["hold_seconds"].as_u64()? * SECOND);
    }
    // A commit that began in time and was answered late did not come late.
    let has_early_commit = calls.iter().any(|call| call.kind == Kind::Commit && call.asked() <= end + SLACK);
    (end > 0 && !has_early_commit).then_some(end)
}
