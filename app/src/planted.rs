//! Bugs that are planted on purpose, so that the reliability harness can be shown to find them. Each is a feature of its
//! own that no release has; `docs/reliability/planted-bugs.md` is the list. Without its feature a constant is `false`.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use crate::problem::Problem;

/// The answer of a key is stored in a second transaction.
pub(crate) const KEY_STORED_LATER: bool = cfg!(feature = "planted-3");
/// After five seconds of waiting for the first, the second runs too, and without the key.
pub(crate) const KEY_LOCK_ENDS: bool = cfg!(feature = "planted-4");
/// A refund does not look at the refunds before it.
pub(crate) const REFUNDS_FORGOTTEN: bool = cfg!(feature = "planted-7");
/// The live coupons are two seconds old.
pub(crate) const STALE_COUPONS: bool = cfg!(feature = "planted-8");
/// Events are written after the commit of their effect.
pub(crate) const EVENTS_LATER: bool = cfg!(feature = "planted-13");
/// The audit entry is written after the commit of its effect.
pub(crate) const AUDIT_OUTSIDE: bool = cfg!(feature = "planted-15");

/// A connection that is lost during `COMMIT` is told as a refusal.
pub(crate) const LOST_COMMIT_IS_REFUSED: bool = cfg!(feature = "planted-9");
/// What the store says then.
pub(crate) const LOST_COMMIT: &str = "a commit failed";
/// Whether something is written after the commit that it belongs to.
pub(crate) const WRITES_LATER: bool = KEY_STORED_LATER || EVENTS_LATER || AUDIT_OUTSIDE;

/// Whether a refusal stands for a lost connection.
pub(crate) fn is_lost_commit(problem: &Problem) -> bool {
    LOST_COMMIT_IS_REFUSED && problem.detail == LOST_COMMIT
}

/// Whether the live coupons were read less than two seconds ago; else they are read now.
pub(crate) fn was_read_lately(now: Timestamp) -> bool {
    static READ_AT: AtomicI64 = AtomicI64::new(0);
    let now = now.as_millisecond();
    let is_young = now - READ_AT.load(Ordering::Relaxed) < 2_000;
    if !is_young {
        READ_AT.store(now, Ordering::Relaxed);
    }
    is_young
}
