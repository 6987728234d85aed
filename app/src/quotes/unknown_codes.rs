//! Codes that the store said it does not have, so that a shopper's wrong code is asked for once and not with every
//! change of the cart. What was said holds for one snapshot: every code that is written makes a new one.

use quick_cache::sync::Cache;

/// How many are remembered.
const CAPACITY: usize = 10_000;

/// Canonical codes nobody has, each with the snapshot's change number it was asked at.
pub(crate) struct UnknownCodes(Cache<String, u64>);

impl Default for UnknownCodes {
    fn default() -> Self {
        Self(Cache::new(CAPACITY))
    }
}

impl UnknownCodes {
    /// Whether the store said so for this snapshot.
    pub(crate) fn holds(&self, canonical: &str, change: u64) -> bool {
        self.0.get(canonical) == Some(change)
    }

    /// Remembers what the store said.
    pub(crate) fn remember(&self, canonical: String, change: u64) {
        self.0.insert(canonical, change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_of_one_snapshot_is_asked_again_for_the_next() {
        let unknown = UnknownCodes::default();
        unknown.remember("nobody".to_owned(), 7);
        assert!(unknown.holds("nobody", 7));
        assert!(!unknown.holds("nobody", 8));
        assert!(!unknown.holds("somebody", 7));
    }
}
