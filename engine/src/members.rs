//! A set of candidates as bits.

use smallvec::SmallVec;

use crate::candidates::CandidateIndex;

/// A set of candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Members(SmallVec<[u64; 4]>);

impl Members {
    /// Nobody of `count` candidates.
    pub(crate) fn none(count: usize) -> Self {
        Self(SmallVec::from_elem(0, count.div_ceil(64)))
    }

    /// All of `count` candidates.
    pub(crate) fn all(count: usize) -> Self {
        let mut all = Self::none(count);
        (0..count).for_each(|candidate| all.add(candidate));
        all
    }

    /// One of `count` candidates.
    pub(crate) fn only(candidate: CandidateIndex, count: usize) -> Self {
        let mut only = Self::none(count);
        only.add(candidate);
        only
    }

    /// Takes one in.
    pub(crate) fn add(&mut self, candidate: CandidateIndex) {
        self.0[candidate / 64] |= 1 << (candidate % 64);
    }

    /// Takes one out.
    pub(crate) fn remove(&mut self, candidate: CandidateIndex) {
        self.0[candidate / 64] &= !(1 << (candidate % 64));
    }

    /// Whether one is in.
    pub(crate) fn hold(&self, candidate: CandidateIndex) -> bool {
        self.0[candidate / 64] & (1 << (candidate % 64)) != 0
    }

    /// Whether one is in both.
    pub(crate) fn meet(&self, others: &Self) -> bool {
        self.0.iter().zip(&others.0).any(|(mine, others)| mine & others != 0)
    }

    /// Those in, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = CandidateIndex> + '_ {
        self.0.iter().enumerate().flat_map(|(word, bits)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                left &= left.checked_sub(1)?;
                Some(word * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_added() {
        let mut some = Members::none(130);
        for candidate in [0, 63, 64, 129] {
            some.add(candidate);
        }
        assert_eq!(some.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        some.remove(63);
        assert!(some.hold(64) && !some.hold(63) && some.meet(&Members::only(129, 130)));
        assert!(!some.meet(&Members::only(1, 130)));
        assert_eq!(Members::all(65).iter().count(), 65);
    }
}
