//! A saving that no set among given candidates exceeds.
//!
//! Two bounds, both sound, the smaller counts.
//!
//! **Sum.** No benefit gives more than its ceiling, and of coupons that all conflict with each other one at most is
//! in a set. So a set gives no more than the sum, over such groups, of the largest ceiling among those allowed.
//!
//! **Product.** Let `x` be a line, and say every percentage `p` of the allowed candidates left exactly `x * (1 - p)`
//! of it; call what all of them leave `ideal`. A percentage that rounds once (scope `coupon` or `line`, running base,
//! no floors) takes from one line less than `p * running + 2`: its amount is at most a half above the exact one, a
//! share at most one above its part of that, and a cap only lessens it. If the line held at least `ideal - e` before,
//! it holds at least `ideal * (1 - p) - e - 2` after. Everything else takes at most its ceiling off the sum of all
//! lines. So what is left of the merchandise is at least the sum of the ideals, less 2 for every percentage and line
//! it meets, less the ceilings of the others; leaving candidates out only leaves more. Together they say that a set
//! that lacks one of many percentages cannot reach the set that has them all, without pricing it.

use super::tree::Ground;
use crate::candidates::CandidateIndex;
use crate::money::Percent;

/// A line's amount times this is what the ideal is kept in: exact enough, and rounding down errs to the safe side.
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
        let mut ideal: Vec<i128> = self.goods.iter().map(|goods| i128::from(*goods) * FINE).collect();
        let mut slack: i128 = 0;
        let mut off_goods: i128 = 0;
        let mut elsewhere: i128 = 0;
        for part in self.parts.iter().filter(|part| allowed(part.candidate)) {
            match part.percent {
                Some(percent) => {
                    let kept = Percent::SCALE - i128::from(percent.scaled()).min(Percent::SCALE);
                    for line in &part.lines {
                        let left = &mut ideal[*line as usize];
                        *left = *left * kept / Percent::SCALE;
                    }
                    slack += 2 * i128::try_from(part.lines.len()).expect("a cart has at most 1,000 lines");
                }
                None if part.is_off_goods => off_goods += i128::from(part.ceiling),
                None => elsewhere += i128::from(part.ceiling),
            }
        }
        let goods: i128 = self.goods.iter().map(|goods| i128::from(*goods)).sum();
        // The division rounds down: at most one unit a line is lost, to the safe side.
        let left: i128 = ideal.iter().map(|left| left / FINE).sum();
        let off_goods = (goods - left + slack + off_goods).min(goods);
        let saving = off_goods + elsewhere.min(i128::from(self.everything) - goods);
        i64::try_from(saving).expect("not above what the cart costs")
    }
}
