//! The sequence numbers of a resource rise with real time: together with the limits, strict serialisability.

use std::collections::BTreeMap;

use super::takes::decides;
use super::{Record, Verdict};
use crate::history::Nanos;

struct Change {
    op: u64,
    seq: u64,
    asked: Nanos,
    told: Nanos,
    /// Whether it surely changed something: an edit to what stands already, or a second release, does not.
    is_change: bool,
}

/// Looks at every number of every answer.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("sequence numbers rise with real time");
    let mut of_resource: BTreeMap<String, Vec<Change>> = BTreeMap::new();
    for call in record.calls.iter().filter(|call| !call.key.is_empty()) {
        let Some(body) = call.success() else { continue };
        for (resource, seq) in body["seq"].as_object().into_iter().flatten() {
            let Some(seq) = seq.as_u64() else { continue };
            let is_change = decides(call.kind);
            let change = Change { op: call.op, seq, asked: call.asked(), told: call.told(), is_change };
            of_resource.entry(resource.clone()).or_default().push(change);
        }
    }
    for (resource, changes) in &of_resource {
        check_resource(resource, changes, &mut verdict);
    }
    verdict
}

fn check_resource(resource: &str, changes: &[Change], verdict: &mut Verdict) {
    let mut by_seq: BTreeMap<u64, &Change> = BTreeMap::new();
    for change in changes {
        verdict.look();
        if let Some(other) = change.is_change.then(|| by_seq.insert(change.seq, change)).flatten() {
            verdict.find(format!("{resource}: two changes have the number {}", change.seq), [other.op, change.op]);
        }
    }
    // In the order of questions: whatever was told before the question has a lower number.
    let mut asked: Vec<&Change> = changes.iter().collect();
    asked.sort_by_key(|change| change.asked);
    let mut told: Vec<&Change> = changes.iter().collect();
    told.sort_by_key(|change| change.told);
    let mut told = told.into_iter().peekable();
    let mut highest: Option<&Change> = None;
    for change in asked {
        while let Some(before) = told.next_if(|before| before.told < change.asked) {
            if highest.is_none_or(|highest| before.seq > highest.seq) {
                highest = Some(before);
            }
        }
        if let Some(before) = highest.filter(|before| before.seq > change.seq) {
            let what = format!("{resource}: {} was told before {} was asked for", before.seq, change.seq);
            verdict.find(what, [before.op, change.op]);
        }
    }
}
