//! Bugs that are planted on purpose, so that the reliability harness can be shown to find them. Each is a feature of its
//! own that no release has; `docs/reliability/planted-bugs.md` is the list. Without its feature it is not there.
//! Where several are built in, `TESSERA_PLANTED` names the one that is active.

/// Each part of a split is rounded by itself; what is left over is nobody's.
pub(crate) fn parts_rounded_alone() -> bool {
    cfg!(feature = "planted-14") && is_chosen("14")
}

/// Whether a bug that is built in is active: all are, unless the environment names one.
fn is_chosen(number: &str) -> bool {
    static CHOSEN: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    CHOSEN.get_or_init(chosen).as_deref().is_none_or(|chosen| chosen == number)
}

#[expect(clippy::disallowed_methods, reason = "never part of a release: without the feature nothing calls this")]
fn chosen() -> Option<String> {
    std::env::var("TESSERA_PLANTED").ok()
}
