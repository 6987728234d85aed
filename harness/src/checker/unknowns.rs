//! Almost everything is known: many unknown outcomes would hide what went wrong.

use super::{Record, Verdict};
use crate::history::{Kind, Outcome, Phase};

/// Unknown attempts in a hundred while nothing is disturbed.
const MOST_PERCENT: usize = 2;

/// Looks at the steady phase, and at what stayed unknown to the end.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("outcomes are known");
    let is_unknown = |outcome: &Outcome| matches!(outcome, Outcome::Unknown { .. });
    let steady: Vec<&Outcome> = record
        .calls
        .iter()
        .filter(|call| call.phase == Phase::Steady)
        .filter_map(|call| call.attempts.first())
        .map(|attempt| &attempt.outcome)
        .collect();
    let unknown = steady.iter().filter(|outcome| is_unknown(outcome)).count();
    verdict.looked_at = u64::try_from(steady.len()).unwrap_or_default();
    if unknown * 100 > steady.len() * MOST_PERCENT {
        verdict.find(format!("{unknown} of {} calls without faults have no answer", steady.len()), []);
    }
    let mutations = record.calls.iter().filter(|call| !matches!(call.kind, Kind::Read | Kind::KeyReuse));
    for call in mutations {
        verdict.look();
        if call.answer().is_none() {
            let last = call.attempts.last().map(|attempt| format!("{:?}", attempt.outcome)).unwrap_or_default();
            let last: String = last.chars().take(300).collect();
            verdict.find(format!("{:?} has no answer even when all is calm: {last}", call.kind), [call.op]);
        }
    }
    verdict
}
