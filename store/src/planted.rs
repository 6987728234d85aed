//! Bugs that are planted on purpose, so that the reliability harness can be shown to find them. Each is a feature of its
//! own that no release has; `docs/reliability/planted-bugs.md` is the list. Without its feature it is not there.
//! Where several are built in, `TESSERA_PLANTED` names the one that is active.

/// A limit is what the price saw a moment ago; the write asks no limit.
pub(crate) fn read_then_write() -> bool {
    cfg!(feature = "planted-1") && is_chosen("1")
}

/// Units of work are answered before their commit.
pub(crate) fn answer_before_commit() -> bool {
    cfg!(feature = "planted-2") && is_chosen("2")
}

/// Holds end by the clock of the process.
pub(crate) fn node_clock() -> bool {
    cfg!(feature = "planted-5") && is_chosen("5")
}

/// The sweeper takes no row lock and ends what it once read as held.
pub(crate) fn sweep_without_lock() -> bool {
    cfg!(feature = "planted-6") && is_chosen("6")
}

/// A use is taken whatever became of its coupon.
pub(crate) fn stale_coupons() -> bool {
    cfg!(feature = "planted-8") && is_chosen("8")
}

/// A connection that is lost during `COMMIT` is told as a refusal.
pub(crate) fn lost_commit_is_refused() -> bool {
    cfg!(feature = "planted-9") && is_chosen("9")
}

/// A connection that is lost during `COMMIT` is told as a success.
pub(crate) fn lost_commit_is_done() -> bool {
    cfg!(feature = "planted-10") && is_chosen("10")
}

/// SQLite leaves the flush to the operating system.
pub(crate) fn flush_never() -> bool {
    cfg!(feature = "planted-11") && is_chosen("11")
}

/// A unit of work that was cut off puts its connection back as it is.
pub(crate) fn pool_keeps_transaction() -> bool {
    cfg!(feature = "planted-12") && is_chosen("12")
}

/// The audit entry is not in the transaction of the effect.
pub(crate) fn audit_outside() -> bool {
    cfg!(feature = "planted-15") && is_chosen("15")
}

/// Whether a bug that is built in is active: all are, unless the environment names one.
fn is_chosen(number: &str) -> bool {
    static CHOSEN: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    CHOSEN.get_or_init(chosen).as_deref().is_none_or(|chosen| chosen == number)
}

fn chosen() -> Option<String> {
    std::env::var("TESSERA_PLANTED").ok()
}
