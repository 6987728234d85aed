//! Running exactly the coupons of a set, in run order (3), with floors and caps (6).

use std::collections::BTreeMap;

use tessera_engine::cart::{Cart, Line};
use tessera_engine::evaluate::Categories;
use tessera_engine::money::Amounts;
use tessera_engine::settings::{MarginPolicy, Settings};
use tessera_engine::target::Selector;
use tessera_engine::units::UnitOrder;

use super::benefit::{How, Place, Wish, lane, turns, wish};
use super::choice::{Entrant, Market};
use super::condition;
use super::selector::{means, names};
use super::split::{place, split};
use super::units::{Goods, Unit, pick};

/// The cart while coupons run: what is left to pay.
#[derive(Clone)]
pub(crate) struct Till<'m> {
    pub(crate) cart: &'m Cart,
    pub(crate) settings: &'m Settings,
    tree: &'m Categories,
    /// Positions in the cart, by ascending line id.
    positions: Vec<usize>,
    pub(crate) goods: Vec<Goods>,
    pub(crate) setup: Vec<i128>,
    pub(crate) shipping: i128,
    /// What the item and order lanes took off the goods.
    spent: i128,
}

/// What a set comes to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// By entrant and place.
    pub(crate) shares: BTreeMap<(usize, Place), i128>,
    /// By entrant and product: units to be added.
    pub(crate) gifts: BTreeMap<(usize, String), i128>,
    /// Off goods and shipping by lane, and off setup fees.
    pub(crate) lanes: [i128; 4],
    /// What is left of each line's goods with its setup fees, and of the shipping.
    pub(crate) left: (Vec<i128>, i128),
}

impl Outcome {
    pub(crate) fn gave(&self, entrant: usize) -> i128 {
        self.shares.iter().filter(|((one, _), _)| *one == entrant).map(|(_, share)| share).sum()
    }

    pub(crate) fn has_effect(&self, entrant: usize) -> bool {
        self.gave(entrant) > 0 || self.gifts.keys().any(|(one, _)| *one == entrant)
    }

    pub(crate) fn saving(&self) -> i128 {
        self.shares.values().sum()
    }
}

impl<'m> Till<'m> {
    pub(crate) fn open(market: &Market<'m>) -> Self {
        let cart = market.cart;
        let mut positions: Vec<usize> = (0..cart.line_items.len()).collect();
        positions.sort_by_key(|position| &cart.line_items[*position].id);
        let mut till = Self {
            cart,
            settings: market.settings,
            tree: market.categories,
            goods: Vec::new(),
            setup: Vec::new(),
            shipping: cart.shipping.as_ref().map_or(0, |shipping| shipping.amount.minor().into()),
            spent: 0,
            positions,
        };
        for line in 0..till.positions.len() {
            let left = till.before(line);
            let units = vec![Unit::Free; till.line(line).quantity as usize];
            till.goods.push(Goods { left, units, worth: left });
            till.setup.push(till.setup_before(line));
        }
        till
    }

    pub(crate) fn line(&self, line: usize) -> &'m Line {
        &self.cart.line_items[self.positions[line]]
    }

    pub(crate) fn quantity(&self, line: usize) -> i128 {
        self.line(line).quantity.into()
    }

    pub(crate) fn price(&self, line: usize) -> i128 {
        self.line(line).unit_price.minor().into()
    }

    /// What a line is worth before discounts.
    pub(crate) fn before(&self, line: usize) -> i128 {
        self.price(line) * self.quantity(line)
    }

    /// The units of a line without those given as gifts (4.6).
    pub(crate) fn eligible_units(&self, line: usize) -> i128 {
        self.quantity(line) - self.goods[line].count(Unit::Gift)
    }

    /// What a line is worth before discounts without the units given as gifts.
    pub(crate) fn eligible_before(&self, line: usize) -> i128 {
        self.price(line) * self.eligible_units(line)
    }

    pub(crate) fn setup_before(&self, line: usize) -> i128 {
        self.line(line).setup_fee.map_or(0, |fee| i128::from(fee.minor())) * self.quantity(line)
    }

    pub(crate) fn amount(&self, amounts: &Amounts) -> i128 {
        amounts[&self.cart.currency].minor().into()
    }

    pub(crate) fn capped(&self, amount: i128, cap: Option<&Amounts>) -> i128 {
        cap.map_or(amount, |cap| amount.min(self.amount(cap)))
    }

    pub(crate) fn means(&self, selector: &Selector, line: usize) -> bool {
        means(selector, self.line(line), self.tree)
    }

    /// Whether an exclusion names the line.
    pub(crate) fn names(&self, exclude: &Selector, line: usize) -> bool {
        names(exclude, self.line(line), self.tree)
    }

    pub(crate) fn lines_of(&self, selector: &Selector) -> Vec<usize> {
        (0..self.goods.len()).filter(|line| self.means(selector, *line)).collect()
    }

    /// The units of a product that a gift of it takes: the cheapest first.
    pub(crate) fn gift_units(&self, product: &str, quantity: u32) -> Vec<i128> {
        let only = Selector { products: vec![product.to_owned()], ..Selector::default() };
        pick(&self.goods, &self.lines_of(&only), quantity, UnitOrder::Cheapest)
    }

    /// The most a line's goods can give: never below zero, never below the floor (6.3).
    pub(crate) fn room(&self, line: usize) -> i128 {
        let facts = self.line(line);
        let by_price = facts.min_unit_price.map_or(0, |price| i128::from(price.minor())) * self.quantity(line);
        let margin = self.settings.min_margin_percent.filter(|_| self.settings.margin_policy == MarginPolicy::Trim);
        let by_margin = match (margin, facts.unit_cost) {
            (Some(margin), Some(cost)) if cost.minor() > 0 => {
                let rate = if self.cart.prices_include_tax { facts.tax_rate.unwrap_or_default().scaled() } else { 0 };
                let cost = i128::from(cost.minor()) * self.quantity(line) * (1_000_000 + i128::from(rate));
                let kept = 1_000_000 - i128::from(margin.scaled());
                if kept > 0 { (cost + kept - 1) / kept } else { i128::MAX }
            }
            _ => 0,
        };
        let left = self.goods[line].left;
        (left - by_price.max(by_margin).min(left)).max(0)
    }

    /// Lets a benefit take what it gets of its wish.
    fn take(&mut self, wish: Wish, in_lane: usize, budget: Option<i128>) -> Vec<(Place, i128)> {
        let remainder = self.settings.rounding.remainder;
        let rooms: Vec<i128> = wish.parts.iter().map(|part| part.room).collect();
        let weights: Vec<i128> = wish.parts.iter().map(|part| part.weight).collect();
        let on_goods = wish.parts.iter().any(|part| matches!(part.place, Place::Goods(_)));
        let percent = self.settings.max_discount_percent.filter(|_| in_lane < 2 && on_goods);
        let merchandise: i128 = (0..self.goods.len()).map(|line| self.before(line)).sum();
        let cap = percent.map(|percent| merchandise * i128::from(percent.scaled()) / 1_000_000 - self.spent);
        let within = |amount: i128, limit: Option<i128>| limit.map_or(amount, |limit| amount.min(limit.max(0)));
        let sum = |shares: &[i128]| shares.iter().sum::<i128>();
        let shares = match wish.how {
            How::Across(amount, first) => {
                let both = |amount: i128| {
                    let mut shares = place(amount, &weights[..first], &rooms[..first], remainder);
                    let rest = amount - sum(&shares);
                    shares.extend(place(rest, &weights[first..], &rooms[first..], remainder));
                    shares
                };
                let placed = both(within(amount, budget));
                let kept = within(sum(&placed), cap);
                if kept < sum(&placed) { both(kept) } else { placed }
            }
            How::Each(own) => {
                let kept = within(sum(&own), budget);
                let own = if kept < sum(&own) { split(kept, &own, remainder) } else { own };
                let own: Vec<i128> = own.iter().zip(&rooms).map(|(own, room)| *own.min(room)).collect();
                let kept = within(sum(&own), cap);
                if kept < sum(&own) { split(kept, &own, remainder) } else { own }
            }
        };
        // What gives nothing uses nothing.
        let used: Vec<_> = if sum(&shares) > 0 { wish.used } else { Vec::new() };
        for (line, units, becomes) in &used {
            self.goods[*line].consume(*units, *becomes);
        }
        let mut taken = Vec::new();
        for (part, share) in wish.parts.iter().zip(shares).filter(|(_, share)| *share > 0) {
            match part.place {
                Place::Goods(line) => {
                    if used.iter().all(|(one, _, _)| *one != line) {
                        self.goods[line].bear(share);
                    }
                    self.goods[line].left -= share;
                    self.spent += share;
                    assert!(self.goods[line].left >= 0, "the slow pricing takes too much");
                }
                Place::Setup(line) => self.setup[line] -= share,
                Place::Shipping => self.shipping -= share,
            }
            taken.push((part.place, share));
        }
        taken
    }
}

/// Runs exactly these entrants.
pub(crate) fn run(market: &Market<'_>, members: &[usize]) -> Outcome {
    let mut steps = Vec::new();
    for entrant in members {
        let entry: &Entrant<'_> = &market.entrants[*entrant];
        for (position, benefit) in entry.coupon.terms.benefits.iter().enumerate() {
            for (pass, (rank, for_setup)) in turns(benefit).into_iter().enumerate() {
                let priority = entry.coupon.terms.stacking.priority;
                steps.push((lane(benefit), priority, rank, *entrant, position, pass, for_setup));
            }
        }
    }
    steps.sort_unstable();
    let mut till = Till::open(market);
    let mut outcome = Outcome::default();
    let mut passes: Vec<Option<bool>> = vec![None; market.entrants.len()];
    for (in_lane, _, rank, entrant, position, _, for_setup) in steps {
        let entry = &market.entrants[entrant];
        let may_run = *passes[entrant].get_or_insert_with(|| entry.can_apply && condition::passes(entry.coupon, &till));
        if !may_run {
            continue;
        }
        let benefit = &entry.coupon.terms.benefits[position];
        let Some(wish) = wish(benefit, rank, for_setup, &till) else { continue };
        if wish.gift_units > 0 {
            let tessera_engine::benefit::Benefit::FreeProduct(kind) = benefit else { unreachable!("only it gives") };
            *outcome.gifts.entry((entrant, kind.product_id.clone())).or_default() += wish.gift_units;
        }
        let own = entry.budget.map(|budget| budget - outcome.gave(entrant));
        let shared = entry.campaign.map(|(campaign, left)| {
            let sharing = (0..market.entrants.len())
                .filter(|other| market.entrants[*other].campaign.is_some_and(|(other, _)| other == campaign));
            left - sharing.map(|other| outcome.gave(other)).sum::<i128>()
        });
        let budget = own.into_iter().chain(shared).min();
        for (place, share) in till.take(wish, in_lane, budget) {
            *outcome.shares.entry((entrant, place)).or_default() += share;
            let at = if matches!(place, Place::Setup(_)) { 3 } else { in_lane };
            outcome.lanes[at] += share;
        }
    }
    let of_lines = till.goods.iter().zip(&till.setup).map(|(goods, setup)| goods.left + setup).collect();
    outcome.left = (of_lines, till.shipping);
    outcome
}
