//! Every call ends within its deadline, "not now" has a reason, and no answer is a fault of the product.

use super::{Record, Verdict};
use crate::history::{Attempt, Nanos, Outcome, Phase};

/// The product's own deadline, and what the way there and back may cost on a busy machine.
const DEADLINE: Nanos = 10_500_000_000;
/// How long after a fault the product may still say "not now".
const WELL_AGAIN: Nanos = 5_000_000_000;

/// Looks at every attempt.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("every call ends in time, and none is put off without a reason");
    for call in &record.calls {
        for attempt in &call.attempts {
            verdict.look();
            let took = attempt.to.saturating_sub(attempt.from);
            if took > DEADLINE && !is_disturbed(record, attempt, 0, true) {
                verdict.find(format!("no end after {} ms on node {}", took / 1_000_000, attempt.node), [call.op]);
            }
            let Outcome::Answer { status, .. } = &attempt.outcome else { continue };
            match status {
                // A thousand at once may be more than a node takes: the contract lets it say so.
                503 if call.phase == Phase::Storm => {}
                503 if !is_disturbed(record, attempt, WELL_AGAIN, false) => {
                    verdict.find(format!("503 on node {} though nothing was disturbed", attempt.node), [call.op]);
                }
                _ => {}
            }
        }
    }
    verdict
}

/// Looks at every answer.
pub(super) fn check_answers(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("no answer is a fault of the product");
    for call in &record.calls {
        for attempt in &call.attempts {
            let Outcome::Answer { status, .. } = &attempt.outcome else { continue };
            verdict.look();
            match status {
                405 | 500..=502 | 504.. => verdict.find(format!("status {status} on node {}", attempt.node), [call.op]),
                400 | 401 | 403 => verdict.find(format!("status {status}: the harness is not understood"), [call.op]),
                _ => {}
            }
        }
    }
    verdict
}

/// Whether a fault on this node overlaps the attempt, or ended not long before it.
fn is_disturbed(record: &Record, attempt: &Attempt, after: Nanos, must_hide_answers: bool) -> bool {
    record.disturbances.iter().any(|one| {
        one.node.is_none_or(|node| node == attempt.node)
            && (one.hides_answers || !must_hide_answers)
            && one.from <= attempt.to
            && one.to.saturating_add(after) >= attempt.from
    })
}
