//! What one benefit wants to take at its turn (4).

use tessera_engine::Percent;
use tessera_engine::benefit::Benefit;
use tessera_engine::benefit::amount_off::{AmountOff, Overflow, Per};
use tessera_engine::benefit::by_billing_period::{ByBillingPeriod, Entry, PeriodPer};
use tessera_engine::benefit::off::Off;
use tessera_engine::benefit::tiered::{From, TierBasis, TierMode, Tiered};
use tessera_engine::cart::BillingPeriod;
use tessera_engine::money::Amounts;
use tessera_engine::settings::{PercentBase, RoundingScope};
use tessera_engine::target::Selector;
use tessera_engine::units::UnitLimit;

use super::selector::names_nothing;
use super::set::Till;
use super::split::{rounded, split};
use super::units::{Unit, bundles, buy_and_get, pick};

/// Where a share may fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Goods(usize),
    Setup(usize),
    Shipping,
}

/// A place, its weight, and the most that is taken from it.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) place: Place,
    pub(crate) weight: i128,
    pub(crate) room: i128,
    /// Units it stands for.
    units: i128,
}

/// What a benefit wants.
pub(crate) struct Wish {
    pub(crate) parts: Vec<Part>,
    pub(crate) how: How,
    /// Line, units, and what they become.
    pub(crate) used: Vec<(usize, i128, Unit)>,
    /// Units to be added to the cart.
    pub(crate) gift_units: i128,
}

pub(crate) enum How {
    /// One amount shared by the first so many parts; the others take what those cannot.
    Across(i128, usize),
    /// Every part's own share.
    Each(Vec<i128>),
}

/// Item, order, shipping: 0, 1, 2 (3.1).
pub(crate) fn lane(benefit: &Benefit) -> usize {
    let for_the_order = match benefit {
        Benefit::FreeShipping(_) | Benefit::ShippingOff(_) => return 2,
        Benefit::PercentOff(kind) => names_nothing(&kind.target),
        Benefit::AmountOff(kind) => kind.per == Per::Order && names_nothing(&kind.target),
        Benefit::Tiered(kind) => names_nothing(&kind.target),
        _ => false,
    };
    usize::from(for_the_order)
}

/// When it has a turn: rank, and whether that turn is for setup fees (3.2). Tables have one for each rank.
pub(crate) fn turns(benefit: &Benefit) -> Vec<(u8, bool)> {
    let rank = |off: &Off| match off {
        Off::FixedPrice(_) => 1,
        Off::Percent(_) => 5,
        Off::Amount(_) => 6,
    };
    match benefit {
        Benefit::FixedPrice(_) => vec![(1, false)],
        Benefit::BundlePrice(_) => vec![(2, false)],
        Benefit::BuyXGetY(_) => vec![(3, false)],
        Benefit::FreeProduct(_) => vec![(4, false)],
        Benefit::PercentOff(_) | Benefit::FreeShipping(_) => vec![(5, false)],
        Benefit::AmountOff(_) => vec![(6, false)],
        Benefit::ShippingOff(kind) => vec![(rank(&kind.off), false)],
        Benefit::SetupFeeOff(kind) => vec![(rank(&kind.off), true)],
        Benefit::Tiered(kind) => {
            let has = |asked: u8| kind.tiers.iter().any(|tier| rank(&tier.off) == asked);
            [5, 6].into_iter().filter(|one| has(*one)).map(|one| (one, false)).collect()
        }
        Benefit::ByBillingPeriod(kind) => {
            let has = |(asked, for_setup): &(u8, bool)| {
                let of = |entry: &Entry| if *for_setup { entry.setup_fee.clone() } else { entry.price.clone() };
                kind.periods.values().filter_map(of).any(|off| rank(&off) == *asked)
            };
            [(5, false), (5, true), (6, false), (6, true)].into_iter().filter(has).collect()
        }
        Benefit::StoredValue(_) => Vec::new(),
    }
}

/// The selectors that say which lines it is for; `None` for what does not look at lines, or is for a product.
pub(crate) fn targets(benefit: &Benefit) -> Vec<&Selector> {
    match benefit {
        Benefit::PercentOff(kind) => vec![&kind.target],
        Benefit::AmountOff(kind) => vec![&kind.target],
        Benefit::FixedPrice(kind) => vec![&kind.target],
        Benefit::BundlePrice(kind) => vec![&kind.target],
        Benefit::Tiered(kind) => vec![&kind.target],
        Benefit::BuyXGetY(kind) => vec![&kind.buy.target, &kind.get.target],
        Benefit::SetupFeeOff(kind) => vec![&kind.target],
        Benefit::ByBillingPeriod(kind) => vec![&kind.target],
        _ => Vec::new(),
    }
}

/// Whether every amount it needs is there in the cart's currency (2.3).
pub(crate) fn has_currency(benefit: &Benefit, has: &dyn Fn(&Amounts) -> bool) -> bool {
    let off = |off: &Off| match off {
        Off::Percent(_) => true,
        Off::Amount(amounts) | Off::FixedPrice(amounts) => has(amounts),
    };
    let cap = |cap: &Option<Amounts>| cap.as_ref().is_none_or(has);
    match benefit {
        Benefit::PercentOff(kind) => cap(&kind.max_amount),
        Benefit::AmountOff(kind) => has(&kind.amount),
        Benefit::FixedPrice(kind) => has(&kind.amount),
        Benefit::BundlePrice(kind) => has(&kind.amount),
        Benefit::Tiered(kind) => {
            let from = |from: &From| if let From::Spend(amounts) = from { has(amounts) } else { true };
            cap(&kind.max_amount) && kind.tiers.iter().all(|tier| off(&tier.off) && from(&tier.from))
        }
        Benefit::BuyXGetY(kind) => off(&kind.get.off),
        Benefit::FreeShipping(kind) => cap(&kind.max_amount),
        Benefit::ShippingOff(kind) => off(&kind.off),
        Benefit::SetupFeeOff(kind) => off(&kind.off),
        Benefit::ByBillingPeriod(kind) => {
            kind.periods.values().flat_map(|entry| [&entry.price, &entry.setup_fee]).flatten().all(off)
        }
        _ => true,
    }
}

/// What the benefit wants in the turn of this rank, for setup fees or for what else it takes from.
pub(crate) fn wish(benefit: &Benefit, rank: u8, for_setup: bool, till: &Till<'_>) -> Option<Wish> {
    let in_order = lane(benefit) == 1;
    let plain = |parts: Vec<Part>, how: How| Some(Wish { parts, how, used: Vec::new(), gift_units: 0 });
    match benefit {
        Benefit::PercentOff(kind) => {
            let (parts, used) = match kind.limit.max_units {
                None => (till.percent_parts(&till.lines_of(&kind.target)), Vec::new()),
                Some(most) => till.unit_parts(&till.lines_of(&kind.target), kind.limit, most),
            };
            let how = percentage(till, &parts, kind.percent, kind.max_amount.as_ref(), in_order);
            Some(Wish { parts, how, used, gift_units: 0 })
        }
        Benefit::AmountOff(kind) => Some(amount_off(kind, till)),
        Benefit::FixedPrice(kind) => {
            let (price, lines) = (till.amount(&kind.amount), till.lines_of(&kind.target));
            let above = |worth: i128, units: i128| (worth - price * units).max(0);
            if let Some(most) = kind.limit.max_units {
                let (parts, used) = till.unit_parts(&lines, kind.limit, most);
                let own = parts.iter().map(|part| above(part.weight, part.units)).collect();
                return Some(Wish { parts, how: How::Each(own), used, gift_units: 0 });
            }
            // No unit's price is raised: the free ones and the others are looked at by themselves.
            let own = |line: &usize| {
                let goods = &till.goods[*line];
                let free = goods.count(Unit::Free);
                above(goods.worth, free) + above(goods.left - goods.worth, till.quantity(*line) - free)
            };
            plain(till.goods_parts(&lines), How::Each(lines.iter().map(own).collect()))
        }
        Benefit::BundlePrice(kind) => {
            let (price, lines) = (till.amount(&kind.amount), till.lines_of(&kind.target));
            let (made, units) = bundles(&till.goods, &lines, kind.quantity, price, kind.max_applications);
            let (parts, used) = till.parts_of_units(&units, Unit::Used);
            let worth: i128 = parts.iter().map(|part| part.weight).sum();
            let how = How::Across((worth - made * price).max(0), parts.len());
            Some(Wish { parts, how, used, gift_units: 0 })
        }
        Benefit::BuyXGetY(kind) => {
            let (can_buy, can_get) = (till.lines_of(&kind.buy.target), till.lines_of(&kind.get.target));
            let (bought, got) = buy_and_get(kind, &till.goods, &can_buy, &can_get);
            let (parts, _) = till.parts_of_units(&got, Unit::Used);
            let units = |line: usize| bought[line] + got[line];
            let used = (0..bought.len()).filter(|line| units(*line) > 0).map(|line| (line, units(line), Unit::Used));
            let used: Vec<_> = used.collect();
            let own = |of: &dyn Fn(&Part) -> i128| How::Each(parts.iter().map(of).collect());
            let how = match &kind.get.off {
                Off::Percent(percent) => percentage(till, &parts, *percent, None, false),
                Off::Amount(amounts) => own(&|part| (till.amount(amounts) * part.units).min(part.weight)),
                Off::FixedPrice(amounts) => own(&|part| (part.weight - till.amount(amounts) * part.units).max(0)),
            };
            Some(Wish { parts, how, used, gift_units: 0 })
        }
        Benefit::FreeProduct(kind) => {
            let of_product = |line: &usize| till.line(*line).product_id == kind.product_id;
            let lines: Vec<usize> = (0..till.goods.len()).filter(of_product).collect();
            let there: i128 = lines.iter().map(|line| till.quantity(*line)).sum();
            let is_out = lines.iter().any(|line| till.line(*line).in_stock == Some(false));
            let gift_units = if is_out { 0 } else { (i128::from(kind.quantity) - there).max(0) };
            let units = till.gift_units(&kind.product_id, kind.quantity);
            let (parts, used) = till.parts_of_units(&units, Unit::Gift);
            let how = How::Each(parts.iter().map(|part| part.weight).collect());
            Some(Wish { parts, how, used, gift_units })
        }
        Benefit::FreeShipping(kind) => {
            let parts = till.shipping_part(&kind.services, false)?;
            let amount = till.capped(parts[0].weight, kind.max_amount.as_ref());
            plain(parts, How::Across(amount, 1))
        }
        Benefit::ShippingOff(kind) => {
            let parts = till.shipping_part(&kind.services, matches!(kind.off, Off::Percent(_)))?;
            let how = match &kind.off {
                Off::Percent(percent) => percentage(till, &parts, *percent, None, true),
                Off::Amount(amounts) => How::Across(till.amount(amounts), 1),
                Off::FixedPrice(amounts) => How::Across((till.shipping - till.amount(amounts)).max(0), 1),
            };
            plain(parts, how)
        }
        Benefit::SetupFeeOff(kind) => {
            let parts = till.setup_parts(&till.lines_of(&kind.target));
            let how = match &kind.off {
                Off::Percent(percent) => percentage(till, &parts, *percent, None, false),
                Off::Amount(amounts) | Off::FixedPrice(amounts) => How::Across(till.amount(amounts), parts.len()),
            };
            plain(parts, how)
        }
        Benefit::Tiered(kind) => tiered(kind, rank, in_order, till),
        Benefit::ByBillingPeriod(kind) => Some(by_billing_period(kind, rank, for_setup, till)),
        Benefit::StoredValue(_) => None,
    }
}

fn amount_off(kind: &AmountOff, till: &Till<'_>) -> Wish {
    let (amount, lines) = (till.amount(&kind.amount), till.lines_of(&kind.target));
    if let Some(most) = kind.limit.max_units {
        let (parts, used) = till.unit_parts(&lines, kind.limit, most);
        let own = parts.iter().map(|part| amount * part.units).collect();
        return Wish { parts, how: How::Each(own), used, gift_units: 0 };
    }
    let mut parts = till.goods_parts(&lines);
    let how = match kind.per {
        Per::Order => How::Across(amount, lines.len()),
        Per::Line => How::Each(vec![amount; lines.len()]),
        Per::Unit => How::Each(lines.iter().map(|line| amount * till.eligible_units(*line)).collect()),
    };
    // A benefit that finds nothing to begin with spills nothing.
    if kind.overflow == Overflow::SpillToOrder && !lines.is_empty() {
        let rest: Vec<usize> =
            till.lines_of(&Selector::default()).into_iter().filter(|line| !lines.contains(line)).collect();
        parts.extend(till.goods_parts(&rest));
    }
    Wish { parts, how, used: Vec::new(), gift_units: 0 }
}

/// The step that is reached, if this is the turn of its rank (4.4).
fn tiered(kind: &Tiered, rank: u8, in_order: bool, till: &Till<'_>) -> Option<Wish> {
    let lines = till.lines_of(&kind.target);
    let reached: i128 = match kind.basis {
        TierBasis::Spend => lines.iter().map(|line| till.eligible_before(*line)).sum(),
        TierBasis::Quantity => lines.iter().map(|line| till.eligible_units(*line)).sum(),
    };
    let from = |from: &From| match from {
        From::Spend(amounts) => till.amount(amounts),
        From::Quantity(units) => i128::from(*units),
    };
    let step = kind.tiers.iter().filter(|tier| from(&tier.from) <= reached).max_by_key(|tier| from(&tier.from))?;
    let (parts, how) = match &step.off {
        Off::Percent(percent) if rank == 5 => {
            let parts = till.percent_parts(&lines);
            let how = percentage(till, &parts, *percent, kind.max_amount.as_ref(), in_order);
            (parts, how)
        }
        Off::Amount(amounts) if rank == 6 => {
            let times = if kind.mode == TierMode::Every { reached / from(&step.from) } else { 1 };
            let amount = till.capped(times * till.amount(amounts), kind.max_amount.as_ref());
            (till.goods_parts(&lines), How::Across(amount, lines.len()))
        }
        _ => return None,
    };
    Some(Wish { parts, how, used: Vec::new(), gift_units: 0 })
}

/// The entries of the lines' periods (4.7).
fn by_billing_period(kind: &ByBillingPeriod, rank: u8, for_setup: bool, till: &Till<'_>) -> Wish {
    let mut parts: Vec<Part> = Vec::new();
    let mut own: Vec<i128> = Vec::new();
    let mut rates: Vec<Percent> = Vec::new();
    for line in till.lines_of(&kind.target) {
        let period = till.line(line).billing_period.unwrap_or(BillingPeriod::OneTime);
        let Some(entry) = kind.periods.get(&period) else { continue };
        let part = || if for_setup { till.setup_parts(&[line]) } else { till.percent_parts(&[line]) };
        match if for_setup { &entry.setup_fee } else { &entry.price } {
            Some(Off::Percent(percent)) if rank == 5 => {
                parts.extend(part());
                own.push(0);
                rates.push(*percent);
            }
            Some(Off::Amount(amounts)) if rank == 6 => {
                let units = if kind.per == PeriodPer::Unit { till.eligible_units(line) } else { 1 };
                parts.extend(part());
                own.push(till.amount(amounts) * units);
            }
            _ => {}
        }
    }
    for rate in &rates {
        let same: Vec<usize> = (0..rates.len()).filter(|at| rates[*at] == *rate).collect();
        let group: Vec<Part> = same.iter().map(|at| parts[*at].clone()).collect();
        let How::Each(shares) = percentage(till, &group, *rate, None, false) else { unreachable!("each by 2.6") };
        same.into_iter().zip(shares).for_each(|(at, share)| own[at] = share);
    }
    Wish { parts, how: How::Each(own), used: Vec::new(), gift_units: 0 }
}

/// A percentage of parts (2.5 rule 1, 2.6, 2.7).
fn percentage(till: &Till<'_>, parts: &[Part], percent: Percent, cap: Option<&Amounts>, across: bool) -> How {
    let rounding = till.settings.rounding;
    let rate = i128::from(percent.scaled());
    let weights: Vec<i128> = parts.iter().map(|part| part.weight).collect();
    let sum: i128 = weights.iter().sum();
    if rounding.scope == RoundingScope::Coupon {
        let amount = till.capped(rounded(sum * rate, 1_000_000, rounding.mode), cap);
        if across {
            return How::Across(amount, parts.len());
        }
        return How::Each(split(amount, &weights, rounding.remainder));
    }
    let own: Vec<i128> = parts
        .iter()
        .map(|part| {
            let units = if rounding.scope == RoundingScope::Unit { part.units } else { 1 };
            (rounded(part.weight * rate, 1_000_000 * units, rounding.mode) * units).min(part.weight)
        })
        .collect();
    let all: i128 = own.iter().sum();
    let kept = till.capped(all, cap);
    How::Each(if kept < all { split(kept, &weights, rounding.remainder) } else { own })
}

impl Till<'_> {
    /// Every line a part by what is left of it.
    fn goods_parts(&self, lines: &[usize]) -> Vec<Part> {
        lines.iter().map(|line| self.goods_part(*line, self.goods[*line].left)).collect()
    }

    /// Every line a part by what a percentage is taken of (3.3).
    fn percent_parts(&self, lines: &[usize]) -> Vec<Part> {
        let base = |line: usize| match self.settings.percent_base {
            PercentBase::Running => self.goods[line].left,
            PercentBase::Original => self.eligible_before(line),
        };
        lines.iter().map(|line| self.goods_part(*line, base(*line))).collect()
    }

    fn goods_part(&self, line: usize, weight: i128) -> Part {
        Part { place: Place::Goods(line), weight, room: self.room(line), units: self.quantity(line) }
    }

    fn setup_parts(&self, lines: &[usize]) -> Vec<Part> {
        let part = |line: &usize| {
            let room = self.setup[*line];
            let base = match self.settings.percent_base {
                PercentBase::Running => room,
                PercentBase::Original => self.setup_before(*line),
            };
            Part { place: Place::Setup(*line), weight: base, room, units: self.quantity(*line) }
        };
        lines.iter().map(part).collect()
    }

    /// The shipping, if it is known and its service is one of these.
    fn shipping_part(&self, services: &[String], is_percent: bool) -> Option<Vec<Part>> {
        let shipping = self.cart.shipping.as_ref()?;
        let fits = services.is_empty() || shipping.service.as_ref().is_some_and(|service| services.contains(service));
        let is_original = is_percent && self.settings.percent_base == PercentBase::Original;
        let weight = if is_original { shipping.amount.minor().into() } else { self.shipping };
        fits.then(|| vec![Part { place: Place::Shipping, weight, room: self.shipping, units: 1 }])
    }

    /// The dearest or cheapest units, to be used.
    fn unit_parts(&self, lines: &[usize], limit: UnitLimit, most: u32) -> (Vec<Part>, Vec<(usize, i128, Unit)>) {
        self.parts_of_units(&pick(&self.goods, lines, most, limit.units), Unit::Used)
    }

    /// Units by line as parts whose weight is what they are worth.
    fn parts_of_units(&self, units: &[i128], becomes: Unit) -> (Vec<Part>, Vec<(usize, i128, Unit)>) {
        let used: Vec<(usize, i128, Unit)> =
            (0..units.len()).filter(|line| units[*line] > 0).map(|line| (line, units[line], becomes)).collect();
        let part = |(line, units, _): &(usize, i128, Unit)| {
            let weight = self.goods[*line].worth_of(*units);
            Part { place: Place::Goods(*line), weight, room: self.room(*line).min(weight), units: *units }
        };
        (used.iter().map(part).collect(), used)
    }
}
