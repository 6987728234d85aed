//! Bugs that are planted on purpose, so that the reliability harness can be shown to find them. Each is a feature of its
//! own that no release has; `docs/reliability/planted-bugs.md` is the list. Without its feature it is not there.
//! Where several are built in, `TESSERA_PLANTED` names the one that is active.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use crate::problem::Problem;

/// The answer of a key is stored in a second transaction.
pub(crate) fn key_stored_later() -> bool {
    cfg!(feature = "planted-3") && is_chosen("3")
}

/// After five seconds of waiting for the first, the second runs too, and without the key.
pub(crate) fn key_lock_ends() -> bool {
    cfg!(feature = "planted-4") && is_chosen("4")
}

/// A refund does not look at the refunds before it.
pub(crate) fn refunds_forgotten() -> bool {
    cfg!(feature = "planted-7") && is_chosen("7")
}

/// The live coupons are two seconds old.
pub(crate) fn stale_coupons() -> bool {
    cfg!(feature = "planted-8") && is_chosen("8")
}

/// Events are written after the commit of their effect.
pub(crate) fn events_later() -> bool {
    cfg!(feature = "planted-13") && is_chosen("13")
}

/// The audit entry is written after the commit of its effect.
pub(crate) fn audit_outside() -> bool {
    cfg!(feature = "planted-15") && is_chosen("15")
}

/// A connection that is lost during `COMMIT` is told as a refusal.
pub(crate) fn lost_commit_is_refused() -> bool {
    cfg!(feature = "planted-9") && is_chosen("9")
}

/// What the store says then.
pub(crate) const LOST_COMMIT: &str = "a commit failed";

/// Whether something is written after the commit that it belongs to.
pub(crate) fn writes_later() -> bool {
    key_stored_later() || events_later() || audit_outside()
}

/// Whether a refusal stands for a lost connection.
pub(crate) fn is_lost_commit(problem: &Problem) -> bool {
    lost_commit_is_refused() && problem.detail == LOST_COMMIT
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

/// Whether a bug that is built in is active: all are, unless the environment names one.
fn is_chosen(number: &str) -> bool {
    static CHOSEN: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    CHOSEN.get_or_init(chosen).as_deref().is_none_or(|chosen| chosen == number)
}

fn chosen() -> Option<String> {
    std::env::var("TESSERA_PLANTED").ok()
}
