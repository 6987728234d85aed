//! A saving that no set among given candidates exceeds.
//!
//! Two bounds, both sound, the smaller counts.
//!
//! **Sum.** No benefit gives more than its ceiling, and of coupons that all conflict with each other one at most is
//! in a set. So a set gives no more than the sum, over such groups, of the largest ceiling among those allowed.
//!
//! **Product.** Lines that the same percentages meet are one *atom*: every percentage takes from all of an atom or
//! from nothing of it. Let an atom hold `x`, and say every percentage `p` of the allowed candidates left exactly
//! `x * (1 - p)` of it; call what all of them leave `ideal`. A percentage that rounds once on its sum (scope `coupon`,
//! running base, no floors) takes less than `p * x + 1/2 + n` from an atom, where `n` is the number of its lines in the
//! atom or outside it, whichever is smaller: its amount is at most a half above the exact one, a share differs by less
//! than one from its part of that, and the shares of the other lines make up for it; a cap only lessens it. Under scope
//! `line` it takes at most a half more for every line of the atom. So if an atom held at least `ideal - e` before, it
//! holds at least `ideal * (1 - p) - e` less that excess after. Everything else takes at most its ceiling off the sum
//! of all atoms. What is left of the merchandise is therefore at least the sum of the ideals, less every excess, less the
//! ceilings of the others; leaving candidates out only leaves more. This says that a set that lacks one of many
//! percentages cannot reach the set that has them all, without pricing it.

use super::tree::Ground;
use crate::candidates::CandidateIndex;
use crate::money::Percent;

/// An atom's amount times this is what its ideal is kept in: exact enough, and rounding down errs to the safe side.
const FINE: i128 = 1 << 20;

impl Ground {
    /// A saving that no set among the allowed candidates exceeds.
    pub(super) fn bound(&self, allowed: impl Fn(CandidateIndex) -> bool + Copy) -> i64 {
        self.sum_bound(allowed).min(self.product_bound(allowed))
    }

    fn sum_bound(&self, allowed: impl Fn(CandidateIndex) -> bool) -> i64 {
        let largest = |group: &Vec<CandidateIndex>| {
            group.iter().filter(|candidate| allowed(**candidate)).map(|candidate| self.ceilings[*candidate]).max()
        };
        let sum: i128 = self.groups.iter().filter_map(largest).map(i128::from).sum();
        i64::try_from(sum.min(i128::from(self.everything))).expect("not above what the cart costs")
    }

    fn product_bound(&self, allowed: impl Fn(CandidateIndex) -> bool) -> i64 {
        let mut ideal: Vec<i128> = self.atoms.iter().map(|atom| i128::from(*atom) * FINE).collect();
        let mut excess_halves: i128 = 0;
        let mut off_goods: i128 = 0;
        let mut elsewhere: i128 = 0;
        for part in self.parts.iter().filter(|part| allowed(part.candidate)) {
            match part.percent {
                Some(percent) => {
                    let kept = Percent::SCALE - i128::from(percent.scaled()).min(Percent::SCALE);
                    for atom in &part.atoms {
                        ideal[*atom] = ideal[*atom] * kept / Percent::SCALE;
                    }
                    excess_halves += part.excess_halves;
                }
                None if part.is_off_goods => off_goods += i128::from(part.ceiling),
                None => elsewhere += i128::from(part.ceiling),
            }
        }
        let goods: i128 = self.atoms.iter().map(|atom| i128::from(*atom)).sum();
        let left: i128 = ideal.iter().map(|left| left / FINE).sum();
        let off_goods = (goods - left + excess_halves.div_euclid(2) + 1 + off_goods).min(goods);
        let saving = off_goods + elsewhere.min(i128::from(self.everything) - goods);
        i64::try_from(saving).expect("not above what the cart costs")
    }
}
