//! One key, one answer: the same status and bytes from every node, and a replay says that it is one.

use super::{Record, Verdict};
use crate::history::{Kind, Outcome};

/// Looks at every call that was answered for good more than once, and at every key that was used for something else.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("one key, one answer");
    for call in record.calls.iter().filter(|call| !call.key.is_empty()) {
        if call.kind == Kind::KeyReuse {
            verdict.look();
            let is_refused = call.attempts.iter().all(|attempt| match &attempt.outcome {
                Outcome::Answer { status, body, .. } => {
                    (*status == 422 && body.contains("idempotency_key_reused")) || !attempt.outcome.is_final()
                }
                Outcome::Unknown { .. } => true,
            });
            if !is_refused {
                verdict.find("a key that was used was taken for another request", [call.op]);
            }
            continue;
        }
        // Each coupon is asked for under one key, with a code of its own: only its own first try can have taken the code.
        if call.kind == Kind::CreateCoupon && call.is_refused() {
            verdict.find("a repeat was done anew: the coupon is refused because of itself", [call.op]);
        }
        let mut finals: Vec<_> = call.attempts.iter().filter(|attempt| attempt.outcome.is_kept()).collect();
        finals.sort_by_key(|attempt| attempt.to);
        let Some((first, later)) = finals.split_first() else { continue };
        let Outcome::Answer { status, body, .. } = &first.outcome else { continue };
        for attempt in later {
            verdict.look();
            let Outcome::Answer { status: other_status, body: other_body, replayed } = &attempt.outcome else {
                continue;
            };
            if (status, body) != (other_status, other_body) {
                let what = format!(
                    "two answers for one key: {status} from node {}, {other_status} from node {}",
                    first.node, attempt.node
                );
                verdict.find(what, [call.op]);
            } else if attempt.from > first.to && !replayed && is_mutation_success(*status) {
                verdict.find("a replay does not say that it is one", [call.op]);
            }
        }
    }
    verdict
}

const fn is_mutation_success(status: u16) -> bool {
    status < 300
}
