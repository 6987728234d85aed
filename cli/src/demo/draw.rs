//! A small seeded generator, so that every demo holds the same orders.

/// SplitMix64: enough to draw demo orders, nothing more.
#[derive(Clone, Debug)]
pub(crate) struct Draw(u64);

impl Draw {
    /// Begins at a seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`, which is not 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }

    /// One of a list that is not empty.
    pub(crate) fn one<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let index = self.below(u64::try_from(list.len()).expect("a list of the demo is short"));
        &list[usize::try_from(index).expect("an index of the list")]
    }
}
