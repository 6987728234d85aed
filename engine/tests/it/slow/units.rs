//! The units of lines, one by one (4.3, 4.5).

use tessera_engine::benefit::buy_x_get_y::BuyXGetY;
use tessera_engine::units::UnitOrder;

/// What a unit of a line is at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Free,
    Used,
    Gift,
}

/// The goods of one line: what is left to pay, its units, and what the free ones are worth.
#[derive(Clone, Debug)]
pub(crate) struct Goods {
    pub(crate) left: i128,
    pub(crate) units: Vec<Unit>,
    pub(crate) worth: i128,
}

impl Goods {
    pub(crate) fn count(&self, what: Unit) -> i128 {
        self.units.iter().filter(|unit| **unit == what).fold(0, |count, _| count + 1)
    }

    /// What so many of the free units are worth.
    pub(crate) fn worth_of(&self, units: i128) -> i128 {
        if units == 0 { 0 } else { self.worth * units / self.count(Unit::Free) }
    }

    pub(crate) fn consume(&mut self, units: i128, becomes: Unit) {
        self.worth -= self.worth_of(units);
        for _ in 0..units {
            let free = self.units.iter().position(|unit| *unit == Unit::Free).expect("a free unit");
            self.units[free] = becomes;
        }
    }

    /// A discount on the whole line: the free units bear their part.
    pub(crate) fn bear(&mut self, discount: i128) {
        if self.left > 0 {
            self.worth -= discount * self.worth / self.left;
        }
    }
}

/// One free unit in a pool: its line, and what one free unit of that line is worth when the benefit starts, as a
/// fraction.
type Entry = (usize, (i128, i128));

/// The free units of some lines.
#[derive(Clone)]
pub(crate) struct Pool(Vec<Entry>);

impl Pool {
    pub(crate) fn of(goods: &[Goods], lines: &[usize]) -> Self {
        let mut pool = Vec::new();
        for line in lines {
            let free = goods[*line].count(Unit::Free);
            (0..free).for_each(|_| pool.push((*line, (goods[*line].worth, free))));
        }
        Self(pool)
    }

    /// Takes the first unit by: outside `late` before inside, then dear or cheap, then line.
    fn take_one(
        &mut self,
        among: &dyn Fn(usize) -> bool,
        late: &dyn Fn(usize) -> bool,
        by: UnitOrder,
    ) -> Option<usize> {
        let compare = |a: &usize, b: &usize| {
            let ((line_a, (worth_a, free_a)), (line_b, (worth_b, free_b))) = (self.0[*a], self.0[*b]);
            let rising = (worth_a * free_b).cmp(&(worth_b * free_a));
            let by_worth = if by == UnitOrder::Cheapest { rising } else { rising.reverse() };
            late(line_a).cmp(&late(line_b)).then(by_worth).then(line_a.cmp(&line_b))
        };
        let first = (0..self.0.len()).filter(|at| among(self.0[*at].0)).min_by(compare)?;
        Some(self.0.remove(first).0)
    }

    fn take(
        &mut self,
        most: u32,
        among: &dyn Fn(usize) -> bool,
        late: &dyn Fn(usize) -> bool,
        by: UnitOrder,
    ) -> Vec<usize> {
        (0..most).map_while(|_| self.take_one(among, late, by)).collect()
    }
}

/// Units by line, out of a list of lines.
fn by_line(taken: &[usize], lines: usize) -> Vec<i128> {
    (0..lines).map(|line| taken.iter().filter(|one| **one == line).fold(0, |count, _| count + 1)).collect()
}

/// The first so many units in this order, by line.
pub(crate) fn pick(goods: &[Goods], lines: &[usize], most: u32, by: UnitOrder) -> Vec<i128> {
    let taken = Pool::of(goods, lines).take(most, &|_| true, &|_| false, by);
    by_line(&taken, goods.len())
}

/// Bundles of `quantity` units for `price`: how many, and their units by line.
pub(crate) fn bundles(
    goods: &[Goods],
    lines: &[usize],
    quantity: u32,
    price: i128,
    most: Option<u32>,
) -> (i128, Vec<i128>) {
    let mut pool = Pool::of(goods, lines);
    let (mut made, mut all) = (0, Vec::new());
    while most.is_none_or(|most| made < i128::from(most)) {
        let taken = pool.take(quantity, &|_| true, &|_| false, UnitOrder::Dearest);
        let units = by_line(&taken, goods.len());
        let worth: i128 = units.iter().zip(goods).map(|(units, goods)| goods.worth_of(*units)).sum();
        if taken.len() < quantity as usize || worth <= price {
            break;
        }
        made += 1;
        all.extend(taken);
    }
    (made, by_line(&all, goods.len()))
}

/// Applications one after another: qualifying units and rewards, by line.
pub(crate) fn buy_and_get(
    benefit: &BuyXGetY,
    goods: &[Goods],
    can_buy: &[usize],
    can_get: &[usize],
) -> (Vec<i128>, Vec<i128>) {
    let mut both: Vec<usize> = can_buy.iter().chain(can_get).copied().collect();
    both.sort_unstable();
    both.dedup();
    let (buys, gets) = (|line: usize| can_buy.contains(&line), |line: usize| can_get.contains(&line));
    let (n, m) = (benefit.buy.quantity, benefit.get.quantity);
    let least = if benefit.partial_reward { 1 } else { m as usize };
    let mut pool = Pool::of(goods, &both);
    let (mut bought, mut got) = (Vec::new(), Vec::new());
    for _ in 0..benefit.max_applications.unwrap_or(u32::MAX) {
        let mut left = pool.clone();
        let (qualifiers, rewards) = if benefit.reward == UnitOrder::Cheapest {
            let qualifiers = left.take(n, &buys, &gets, UnitOrder::Dearest);
            (qualifiers, left.take(m, &gets, &|_| false, UnitOrder::Cheapest))
        } else {
            let tried = (0..=m).rev().map(|rewards| {
                let mut left = pool.clone();
                let rewards = left.take(rewards, &gets, &|_| false, UnitOrder::Dearest);
                (left.take(n, &buys, &|_| false, UnitOrder::Dearest), rewards, left)
            });
            let Some((qualifiers, rewards, after)) = tried.into_iter().find(|(all, _, _)| all.len() == n as usize)
            else {
                break;
            };
            left = after;
            (qualifiers, rewards)
        };
        if qualifiers.len() < n as usize || rewards.len() < least {
            break;
        }
        bought.extend(qualifiers);
        got.extend(rewards);
        pool = left;
    }
    (by_line(&bought, goods.len()), by_line(&got, goods.len()))
}
