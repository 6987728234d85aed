//! How one amount is split over places: largest remainder, and what a place cannot take. `docs/MODEL.md` 2.5 to 2.7.

use smallvec::{SmallVec, smallvec};

use crate::planted;
use crate::settings::Remainder;

/// A place that takes a share. Places stand in the order of their line ids, so that an earlier one wins a tie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// What the share is proportional to; zero takes nothing.
    pub weight: i64,
    /// The most it takes.
    pub room: i64,
    /// What a floor holds back of what is there, beyond the room (6.3).
    pub held: i64,
    /// Units it stands for, where every unit is rounded by itself (2.7).
    pub units: i64,
    /// Its share.
    pub share: i64,
}

/// Splits `amount` across `parts`, on top of nothing: what one has no room for is split again over the others with
/// the same weights, until all is placed or no part has room. Gives back what found no place.
pub fn split_across(amount: i64, parts: &mut [Part], remainder: Remainder) -> i64 {
    assert!(amount >= 0, "what is split is not negative");
    for part in parts.iter_mut() {
        part.share = 0;
    }
    if let [only] = parts {
        only.share = if only.weight > 0 { amount.min(only.room).max(0) } else { 0 };
        return amount - only.share;
    }
    let mut left = amount;
    while left > 0 {
        let open = |part: &Part| part.weight > 0 && part.share < part.room;
        let weights: i128 = parts.iter().filter(|part| open(part)).map(|part| i128::from(part.weight)).sum();
        if weights == 0 {
            break;
        }
        if planted::parts_rounded_alone() {
            return round_alone(left, weights, parts);
        }
        let mut shares = Shares::of(left, weights, parts, open);
        shares.place_left_over(remainder, |index| (parts[index].weight, parts[index].room - parts[index].share));
        for (part, share) in parts.iter_mut().zip(&shares.shares) {
            let taken = (*share).min(part.room - part.share).max(0);
            part.share += taken;
            left -= taken;
        }
    }
    assert!(left >= 0, "no more is placed than there is");
    left
}

/// Planted: the nearest whole share of each part, whatever the others get.
fn round_alone(amount: i64, weights: i128, parts: &mut [Part]) -> i64 {
    for part in parts.iter_mut().filter(|part| part.weight > 0) {
        let product = i128::from(amount) * i128::from(part.weight);
        part.share = i64::try_from((product + weights / 2) / weights).unwrap_or_default().min(part.room);
    }
    0
}

/// Splits `amount` by weight, whatever room there is. The amount must not be above the sum of the weights: then no
/// share is above its weight.
pub fn split_by_weight(amount: i64, parts: &mut [Part], remainder: Remainder) {
    let weights: i128 = parts.iter().map(|part| i128::from(part.weight)).sum();
    assert!(amount >= 0 && i128::from(amount) <= weights, "a share is never above its weight");
    if let [only] = parts {
        only.share = amount;
        return;
    }
    if amount == 0 {
        parts.iter_mut().for_each(|part| part.share = 0);
        return;
    }
    let mut shares = Shares::of(amount, weights, parts, |part| part.weight > 0);
    shares.place_left_over(remainder, |index| (parts[index].weight, parts[index].weight));
    for (part, share) in parts.iter_mut().zip(&shares.shares) {
        part.share = *share;
    }
}

/// One proportional split: the whole parts of the shares, and the units left over.
struct Shares {
    /// By part; parts that are not open have none.
    shares: SmallVec<[i64; 16]>,
    /// What the division left, for an open part.
    remainders: SmallVec<[Option<i128>; 16]>,
    left_over: i64,
}

impl Shares {
    fn of(amount: i64, weights: i128, parts: &[Part], open: impl Fn(&Part) -> bool) -> Self {
        let mut this = Self { shares: smallvec![], remainders: smallvec![], left_over: amount };
        for part in parts {
            let is_open = open(part);
            let product = if is_open { i128::from(amount) * i128::from(part.weight) } else { 0 };
            let share = i64::try_from(product / weights).expect("a share is not above what is split");
            this.shares.push(share);
            this.remainders.push(is_open.then_some(product % weights));
            this.left_over -= share;
        }
        this
    }

    /// Gives out the units left over, one each. `facts` are a part's weight and the most it takes.
    fn place_left_over(&mut self, remainder: Remainder, facts: impl Fn(usize) -> (i64, i64)) {
        if self.left_over == 0 {
            return;
        }
        let mut order: SmallVec<[usize; 16]> =
            (0..self.shares.len()).filter(|index| self.remainders[*index].is_some()).collect();
        match remainder {
            // Larger remainder, then larger weight, then smaller line id.
            Remainder::Largest => order.sort_unstable_by(|a, b| {
                let by_remainder = self.remainders[*b].cmp(&self.remainders[*a]);
                by_remainder.then_with(|| facts(*b).0.cmp(&facts(*a).0)).then(a.cmp(b))
            }),
            Remainder::First => {}
            Remainder::Last => order.reverse(),
        }
        // There are fewer units than open parts, so one round places all that finds room.
        for index in order {
            let full = self.shares[index] >= facts(index).1;
            if self.left_over > 0 && !(full && remainder != Remainder::Largest) {
                self.shares[index] += 1;
                self.left_over -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(weights: &[i64]) -> Vec<Part> {
        weights.iter().map(|weight| Part { weight: *weight, room: *weight, ..Part::default() }).collect()
    }

    fn shares(parts: &[Part]) -> Vec<i64> {
        parts.iter().map(|part| part.share).collect()
    }

    fn across(amount: i64, weights: &[i64], remainder: Remainder) -> Vec<i64> {
        let mut parts = parts(weights);
        assert_eq!(split_across(amount, &mut parts, remainder), 0);
        shares(&parts)
    }

    #[test]
    fn units_left_over_go_to_the_largest_remainders() {
        assert_eq!(across(1_000, &[2_000, 3_000, 2_000], Remainder::Largest), [286, 428, 286]);
        assert_eq!(across(1_000, &[1_000, 1_000, 1_000], Remainder::Largest), [334, 333, 333], "ties: smaller line id");
        assert_eq!(across(1, &[5, 7, 7], Remainder::Largest), [0, 1, 0], "ties: larger weight");
        assert_eq!(across(4, &[0, 2, 3], Remainder::Largest), [0, 2, 2]);
    }

    #[test]
    fn units_left_over_go_to_the_first_or_the_last() {
        assert_eq!(across(1_000, &[1_000, 1_000, 1_000], Remainder::First), [334, 333, 333]);
        assert_eq!(across(1_000, &[1_000, 1_000, 1_000], Remainder::Last), [333, 333, 334]);
        assert_eq!(across(400, &[200, 200, 200], Remainder::Last), [133, 133, 134]);
        assert_eq!(across(1, &[0, 2, 3, 0], Remainder::First), [0, 1, 0, 0], "no weight, no share");
        assert_eq!(across(1, &[0, 2, 3, 0], Remainder::Last), [0, 0, 1, 0]);
    }

    #[test]
    fn what_a_line_cannot_take_is_split_again() {
        let mut parts = [(5_000, 500), (2_000, 2_000)].map(|(weight, room)| Part { weight, room, ..Part::default() });
        assert_eq!(split_across(1_400, &mut parts, Remainder::Largest), 0);
        assert_eq!(shares(&parts), [500, 900]);
        assert_eq!(split_across(9_000, &mut parts, Remainder::Largest), 6_500);
        assert_eq!(shares(&parts), [500, 2_000]);
    }

    #[test]
    fn nothing_to_split_and_nobody_to_take_it() {
        assert_eq!(split_across(0, &mut parts(&[1, 2]), Remainder::Largest), 0);
        assert_eq!(split_across(5, &mut [], Remainder::Largest), 5);
        assert_eq!(split_across(5, &mut parts(&[0, 0]), Remainder::First), 5);
        split_by_weight(0, &mut parts(&[0, 0]), Remainder::Last);
    }

    #[test]
    fn the_largest_amounts_are_exact() {
        let most = crate::Money::MAX_MINOR;
        assert_eq!(across(most, &[most, most, most], Remainder::Largest).iter().sum::<i64>(), most);
    }
}
