//! The product is well again in time after every fault.

use super::{Record, Verdict};

/// Looks at every measured recovery.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("well again in time after every fault");
    for recovery in &record.recoveries {
        verdict.look();
        if recovery.millis > recovery.bound_millis {
            let what = format!("{}: {} ms, at most {} ms", recovery.name, recovery.millis, recovery.bound_millis);
            verdict.find(what, []);
        }
    }
    verdict
}
