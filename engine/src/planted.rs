//! Bugs that are planted on purpose, so that the reliability harness can be shown to find them. Each is a feature of its
//! own that no release has; `docs/reliability/planted-bugs.md` is the list. Without its feature a constant is `false`.

/// Each part of a split is rounded by itself; what is left over is nobody's.
pub(crate) const PARTS_ROUNDED_ALONE: bool = cfg!(feature = "planted-14");
