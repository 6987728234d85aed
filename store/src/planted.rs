//! Bugs that are planted on purpose, so that the reliability harness can be shown to find them. Each is a feature of its
//! own that no release has; `docs/reliability/planted-bugs.md` is the list. Without its feature a constant is `false`.

/// A limit is what the price saw a moment ago; the write asks no limit.
pub(crate) const READ_THEN_WRITE: bool = cfg!(feature = "planted-1");
/// Units of work are answered before their commit.
pub(crate) const ANSWER_BEFORE_COMMIT: bool = cfg!(feature = "planted-2");
/// Holds end by the clock of the process.
pub(crate) const NODE_CLOCK: bool = cfg!(feature = "planted-5");
/// The sweeper takes no row lock and ends what it once read as held.
pub(crate) const SWEEP_WITHOUT_LOCK: bool = cfg!(feature = "planted-6");
/// A use is taken whatever became of its coupon.
pub(crate) const STALE_COUPONS: bool = cfg!(feature = "planted-8");
/// A connection that is lost during `COMMIT` is told as a refusal.
pub(crate) const LOST_COMMIT_IS_REFUSED: bool = cfg!(feature = "planted-9");
/// A connection that is lost during `COMMIT` is told as a success.
pub(crate) const LOST_COMMIT_IS_DONE: bool = cfg!(feature = "planted-10");
/// SQLite leaves the flush to the operating system.
pub(crate) const FLUSH_NEVER: bool = cfg!(feature = "planted-11");
/// A unit of work that was cut off puts its connection back as it is.
pub(crate) const POOL_KEEPS_TRANSACTION: bool = cfg!(feature = "planted-12");
/// The audit entry is not in the transaction of the effect.
pub(crate) const AUDIT_OUTSIDE: bool = cfg!(feature = "planted-15");
