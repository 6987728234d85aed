//! The applications of `buy_x_get_y`, one after another over ranges of units. `docs/MODEL.md` 4.5.
//!
//! An application that takes all its qualifiers from one range and all its rewards from one range comes again and
//! again as long as both last, and so all of them are made at once. Any other uses up a range or is the last one. So
//! the work depends on the number of lines and not on that of units.

use super::BuyXGetY;
use crate::benefit::compute::Turn;
use crate::lines::LineIndex;
use crate::units::{Range, UnitOrder, ranges};

/// Units of a line that were bought and got in all applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) line: LineIndex,
    pub(super) bought: i64,
    pub(super) got: i64,
}

/// Makes the applications. By ascending line.
pub(super) fn apply(benefit: &BuyXGetY, turn: &Turn<'_>) -> Vec<Entry> {
    let mut hall = Hall::new(benefit, turn);
    let mut left = benefit.max_applications.map_or(i64::MAX, i64::from);
    while left > 0 {
        let Some(one) = hall.application(benefit) else { break };
        let times = hall.times(benefit, &one).min(left);
        hall.make(&one, times);
        left -= times;
    }
    let used = |entry: &Entry| entry.bought + entry.got > 0;
    let mut entries: Vec<Entry> = hall.entries.into_iter().filter(used).collect();
    entries.sort_unstable_by_key(|entry| entry.line);
    entries
}

/// The units there are, and in which order they qualify and are got.
struct Hall {
    entries: Vec<Entry>,
    free: Vec<i64>,
    /// Indices of those that qualify, first first.
    buying: Queue,
    /// Indices of those that can be got, first first.
    getting: Queue,
    /// Free units that qualify.
    can_qualify: i64,
    qualifies: Vec<bool>,
}

/// Indices in an order; those before the start have no free unit.
struct Queue {
    order: Vec<usize>,
    start: usize,
}

/// Takings: index and units, in the order of the queue.
type Takings = Vec<(usize, i64)>;

/// One application.
struct Application {
    bought: Takings,
    got: Takings,
}

impl Hall {
    fn new(benefit: &BuyXGetY, turn: &Turn<'_>) -> Self {
        let dearest: Vec<Range> = ranges(turn.ledger, turn.eligible, UnitOrder::Dearest);
        let means = |of: &crate::target::Selector, range: &Range| of.means(turn.lines.at(range.line));
        let qualifies: Vec<bool> = dearest.iter().map(|range| means(&benefit.buy.target, range)).collect();
        let rewards: Vec<bool> = dearest.iter().map(|range| means(&benefit.get.target, range)).collect();
        let indices = |among: &[bool]| (0..dearest.len()).filter(|index| among[*index]).collect::<Vec<_>>();
        let mut buying = indices(&qualifies);
        let mut getting = indices(&rewards);
        if benefit.reward == UnitOrder::Cheapest {
            // Those outside the reward selector first; the sort keeps the order among each of the two.
            buying.sort_by_key(|index| rewards[*index]);
            getting.sort_by(|a, b| {
                let (one, other) = (&dearest[*a], &dearest[*b]);
                one.units.cmp_unit(&other.units).then(one.line.cmp(&other.line))
            });
        }
        let free: Vec<i64> = dearest.iter().map(|range| range.units.free()).collect();
        Self {
            can_qualify: buying.iter().map(|index| free[*index]).sum(),
            entries: dearest.iter().map(|range| Entry { line: range.line, bought: 0, got: 0 }).collect(),
            free,
            buying: Queue { order: buying, start: 0 },
            getting: Queue { order: getting, start: 0 },
            qualifies,
        }
    }

    /// The next application, if there is one.
    fn application(&mut self, benefit: &BuyXGetY) -> Option<Application> {
        let (buy, get) = (i64::from(benefit.buy.quantity), i64::from(benefit.get.quantity));
        if self.can_qualify < buy {
            return None;
        }
        self.buying.skip_empty(&self.free);
        self.getting.skip_empty(&self.free);
        let one = match benefit.reward {
            UnitOrder::Cheapest => {
                let bought = self.buying.take(&self.free, &[], buy);
                let got = self.getting.take(&self.free, &bought, get);
                Application { bought, got }
            }
            UnitOrder::Dearest => {
                let got = self.leave_qualifiers(self.getting.take(&self.free, &[], get), buy);
                let bought = self.buying.take(&self.free, &got, buy);
                Application { bought, got }
            }
        };
        let sum = |takings: &Takings| takings.iter().map(|(_, units)| *units).sum::<i64>();
        (sum(&one.bought) == buy && sum(&one.got) >= benefit.least_rewards()).then_some(one)
    }

    /// As many of the first rewards as leave all qualifiers.
    fn leave_qualifiers(&self, mut got: Takings, buy: i64) -> Takings {
        let mut spare = self.can_qualify - buy;
        for position in 0..got.len() {
            let (index, units) = got[position];
            if self.qualifies[index] {
                if units > spare {
                    got[position].1 = spare;
                    got.truncate(position + usize::from(spare > 0));
                    break;
                }
                spare -= units;
            }
        }
        got
    }

    /// How often the same application can be made.
    fn times(&self, benefit: &BuyXGetY, one: &Application) -> i64 {
        let ([(from, bought)], [(to, got)]) = (&*one.bought, &*one.got) else { return 1 };
        if *got < i64::from(benefit.get.quantity) {
            return 1;
        }
        let times = if from == to {
            self.free[*from] / (bought + got)
        } else {
            (self.free[*from] / bought).min(self.free[*to] / got)
        };
        // Rewards that could qualify must leave qualifiers every time.
        let shared = if self.qualifies[*to] { *got } else { 0 };
        times.min(self.can_qualify / (bought + shared)).max(1)
    }

    fn make(&mut self, one: &Application, times: i64) {
        for (takings, is_bought) in [(&one.bought, true), (&one.got, false)] {
            for (index, units) in takings {
                let units = units * times;
                self.free[*index] -= units;
                assert!(self.free[*index] >= 0, "only free units are used");
                self.can_qualify -= if self.qualifies[*index] { units } else { 0 };
                let entry = &mut self.entries[*index];
                *(if is_bought { &mut entry.bought } else { &mut entry.got }) += units;
            }
        }
    }
}

impl Queue {
    fn skip_empty(&mut self, free: &[i64]) {
        while self.order.get(self.start).is_some_and(|index| free[*index] == 0) {
            self.start += 1;
        }
    }

    /// The first `most` free units, without those already taken.
    fn take(&self, free: &[i64], without: &[(usize, i64)], most: i64) -> Takings {
        let mut left = most;
        let mut takings = Takings::new();
        for index in &self.order[self.start..] {
            if left == 0 {
                break;
            }
            let gone: i64 = without.iter().filter(|(other, _)| other == index).map(|(_, units)| *units).sum();
            let units = left.min(free[*index] - gone);
            if units > 0 {
                takings.push((*index, units));
                left -= units;
            }
        }
        takings
    }
}
