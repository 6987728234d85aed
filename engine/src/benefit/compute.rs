//! How a benefit is computed: what a kind tells the pipeline about itself, and the one question it answers at its
//! turn: what it wants to take, and from where. What it wants is then cut by
//! [`settle`](crate::settle::settle). `docs/MODEL.md` sections 2 to 4.

use smallvec::SmallVec;

use crate::allocation::{Part, split_by_weight};
use crate::arithmetic::{percent_of, scale};
use crate::evaluate::Request;
use crate::ledger::{Ledger, Place};
use crate::lines::{LineIndex, LineView, Lines};
use crate::matching::Fit;
use crate::money::{Amounts, Currency, Percent};
use crate::settings::{PercentBase, Rounding, RoundingMode, RoundingScope};
use crate::stacking::Lane;
use crate::target::Selector;
use crate::trims::{Cut, Trims};
use crate::units::Used;

/// The computing side of one kind of benefit.
pub(crate) trait Compute {
    /// The lane it is in (3.1).
    fn lane(&self) -> Lane;

    /// Its places among the kinds, 1 to 6 (3.2): it has one turn for each, told apart by [`Turn::pass`].
    fn ranks(&self) -> Ranks;

    /// What it takes from in a turn.
    fn source(&self, pass: usize) -> Source {
        let _ = pass;
        if self.lane() == Lane::Shipping { Source::Shipping } else { Source::Goods }
    }

    /// Whether its lines share one amount, or each has its own (2.6).
    fn is_across(&self, rounding: Rounding) -> bool;

    /// Which lines it is for; `None` for what does not look at lines.
    fn target(&self) -> Option<&Selector>;

    /// Other lines it is for beside those of [`target`](Compute::target).
    fn other_target(&self) -> Option<&Selector> {
        None
    }

    /// Why it passes over a line that its target means; the line then stands in `skipped`.
    fn pass_over(&self, line: &LineView<'_>) -> Option<&'static str> {
        let _ = line;
        None
    }

    /// The product it gives, and how many units of it; as a gift where the cart lacks them (4.6).
    fn gift(&self) -> Option<(&str, i64)> {
        None
    }

    /// Sorts the lists of its selectors for matching.
    fn sort_selectors(&mut self);

    /// The shipping services it is for; empty for all, or for what does not look at shipping.
    fn services(&self) -> &[String] {
        &[]
    }

    /// Whether every amount it needs is there in this currency (2.3).
    fn holds(&self, currency: Currency) -> bool;

    /// Why it can give nothing on this cart whatever the other coupons do; `eligible` are the target's lines. Every
    /// amount it needs need not be there: what cannot be told without them is no reason.
    fn miss(&self, request: &Request<'_>, lines: &Lines<'_>, eligible: &[LineIndex]) -> Option<Miss>;

    /// The next step up of a table with steps, as [`Miss::Tier`]; `None` on the highest.
    fn next_step(&self, request: &Request<'_>, lines: &Lines<'_>, eligible: &[LineIndex]) -> Option<Miss> {
        let _ = (request, lines, eligible);
        None
    }

    /// Of a cart with too few units: how many more it takes, and of what. `None` when one kind of them is not enough.
    fn units_missing(&self, lines: &Lines<'_>, eligible: &[LineIndex]) -> Option<(i64, &Selector)> {
        let _ = (lines, eligible);
        None
    }

    /// What it wants to take at its turn: fills in the turn's parts and says how they are meant.
    fn propose(&self, turn: &mut Turn<'_>) -> Wanted;

    /// An amount it exceeds in no set: what it may take from a cart that nobody has discounted.
    /// [`search`](mod@crate::search) relies on it.
    fn ceiling(&self, turn: &mut Turn<'_>) -> i64;

    /// Whether what it takes from a line depends on that line's running amount only, and grows by at most 1 when
    /// that grows by 1. With one line that holds for every kind that looks at amounts.
    fn is_separable(&self, eligible: usize, rounding: Rounding) -> bool {
        let _ = rounding;
        eligible <= 1
    }

    /// Its rate, if it takes a percentage of every eligible line.
    fn percentage(&self) -> Option<Percent> {
        None
    }
}

/// The ranks of a benefit's turns.
pub(crate) type Ranks = SmallVec<[u8; 4]>;

/// What a benefit takes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The goods of lines.
    Goods,
    /// The setup fees of lines.
    SetupFees,
    /// The shipping.
    Shipping,
}

/// What a selector or two of a benefit say of a line: meant by either, else passed over by either.
pub(crate) fn fit(benefit: &dyn Compute, line: &LineView<'_>) -> Fit {
    let mut fits = [benefit.target(), benefit.other_target()].into_iter().flatten().map(|target| target.fit(line));
    let first = fits.next().unwrap_or(Fit::Other);
    match (first, fits.next()) {
        (Fit::Meant, _) | (_, Some(Fit::Meant)) => Fit::Meant,
        (Fit::Other, Some(second)) => second,
        (first, _) => first,
    }
}

/// Why a benefit can give nothing on a cart, whatever the other coupons do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Miss {
    /// No line is what it is for.
    Items,
    /// The shipping service is not one of its own.
    Service,
    /// The shipping, or its service, is not known yet.
    ShippingUnknown,
    /// The cart holds too few units of what it is for: so many it has, so many more it needs.
    Units {
        /// Units there are.
        actual: i64,
        /// Units it takes.
        needed: i64,
    },
    /// Its target reaches no step: it is worth, or holds, so much, and the first step begins so high.
    Tier {
        /// Whether steps are read from the worth of the target, or from its units.
        is_spend: bool,
        /// What there is.
        actual: i64,
        /// Where the lowest step begins.
        needed: i64,
    },
}

impl Miss {
    /// Whether it is told among the conditions, before currency and items (11.2, 11.3).
    pub(crate) const fn is_condition(self) -> bool {
        matches!(self, Self::Units { .. } | Self::Tier { .. })
    }
}

/// What a benefit wants to take from the parts of its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// One amount that the parts share. Those from `first` on take only what the ones before cannot.
    Across {
        /// The amount.
        amount: i64,
        /// How many parts come first.
        first: usize,
    },
    /// Every part's own share, which stands in the part.
    Each,
}

/// A benefit's turn: what it sees, and the parts it fills in.
#[derive(Debug)]
pub(crate) struct Turn<'r> {
    pub(crate) request: &'r Request<'r>,
    pub(crate) lines: &'r Lines<'r>,
    pub(crate) ledger: &'r Ledger,
    /// The lines its target means, by ascending id.
    pub(crate) eligible: &'r [LineIndex],
    /// What may take a share, and how much of it; cleared before the turn.
    pub(crate) parts: &'r mut Vec<Part>,
    /// Where the parts are.
    pub(crate) places: &'r mut Vec<Place>,
    /// What was cut.
    pub(crate) trims: &'r mut Trims,
    /// Units that are used, by ascending line; cleared before the turn.
    pub(crate) used: &'r mut Vec<Used>,
    /// Units of its gift that are to be added to the cart (4.6).
    pub(crate) gift_units: i64,
    /// Which of its turns this is, by the position in [`Compute::ranks`].
    pub(crate) pass: usize,
}

impl Turn<'_> {
    /// Makes every eligible line a part whose weight is its running amount.
    pub(crate) fn take_eligible(&mut self) {
        for line in self.eligible {
            self.push(Place::Goods(*line), self.ledger.goods(*line));
        }
    }

    /// Makes every eligible line a part whose weight is the base of a percentage (3.3).
    pub(crate) fn take_percent_base(&mut self) {
        for line in self.eligible {
            self.push(Place::Goods(*line), self.percent_base(*line));
        }
    }

    /// What a percentage of a line's goods is taken of (3.3).
    pub(crate) fn percent_base(&self, line: LineIndex) -> i64 {
        match self.request.settings.percent_base {
            PercentBase::Running => self.ledger.goods(line),
            PercentBase::Original => self.eligible_before(line),
        }
    }

    /// What a line is worth before discounts, without the units that were given as gifts (4.6).
    pub(crate) fn eligible_before(&self, line: LineIndex) -> i64 {
        let view = self.lines.at(line);
        view.subtotal - view.line.unit_price.minor() * self.ledger.units(line).gifts()
    }

    /// The units of a line, without those that were given as gifts (4.6).
    pub(crate) fn eligible_units(&self, line: LineIndex) -> i64 {
        i64::from(self.lines.at(line).line.quantity) - self.ledger.units(line).gifts()
    }

    /// Makes the setup fees of a line a part whose weight is the base of a percentage (3.3).
    pub(crate) fn push_setup_fee(&mut self, line: LineIndex) {
        let running = self.request.settings.percent_base == PercentBase::Running;
        let base = if running { self.ledger.setup_fee(line) } else { self.lines.at(line).setup_fee };
        self.push(Place::SetupFee(line), base);
    }

    /// Makes free units of a line a part whose weight is what they are worth together (4.3).
    pub(crate) fn push_units(&mut self, line: LineIndex, units: i64) {
        let weight = self.ledger.units(line).worth_of(units);
        self.push(Place::Goods(line), weight);
        if let Some(part) = self.parts.last_mut() {
            part.room = part.room.min(weight);
            part.held = weight - part.room;
            part.units = units;
        }
    }

    /// Makes a place a part.
    pub(crate) fn push(&mut self, place: Place, weight: i64) {
        let room = self.ledger.room(place, self.lines);
        let units = match place {
            Place::Goods(line) | Place::SetupFee(line) => i64::from(self.lines.at(line).line.quantity),
            Place::Shipping => 1,
        };
        self.places.push(place);
        self.parts.push(Part { weight, room, held: self.ledger.left_at(place) - room, units, share: 0 });
    }

    /// An amount in the cart's currency; [`Compute::holds`] has made sure that it is there.
    pub(crate) fn amount_of(&self, amounts: &Amounts) -> i64 {
        amounts.get(&self.request.cart.currency).map_or(0, |amount| amount.minor())
    }

    /// Cuts `amount` to the benefit's own cap.
    pub(crate) fn cap(&mut self, amount: i64, cap: Option<&Amounts>) -> i64 {
        let Some(cap) = cap else { return amount };
        let kept = amount.min(self.amount_of(cap));
        self.trims.add(Cut::CouponCap, amount - kept);
        kept
    }

    /// A percentage of the parts (2.5 rule 1, 2.7): once on their sum and then capped, or by itself for every line
    /// or unit, in which case a cap is split over the lines.
    pub(crate) fn percentage(&mut self, percent: Percent, cap: Option<&Amounts>, across: bool) -> Wanted {
        let rounding = self.request.settings.rounding;
        if rounding.scope == RoundingScope::Coupon {
            let base = self.parts.iter().map(|part| part.weight).sum();
            let amount = self.cap(percent_of(base, percent, rounding.mode).min(base), cap);
            if across {
                return Wanted::Across { amount, first: self.parts.len() };
            }
            split_by_weight(amount, self.parts, rounding.remainder);
            return Wanted::Each;
        }
        for part in self.parts.iter_mut() {
            part.share = own_percentage(part, percent, rounding);
        }
        let amount = self.parts.iter().map(|part| part.share).sum();
        let kept = self.cap(amount, cap);
        if kept < amount {
            split_by_weight(kept, self.parts, rounding.remainder);
        }
        Wanted::Each
    }
}

/// The percentage of a part by itself: of the whole part, or of every unit.
pub(crate) fn own_percentage(part: &Part, percent: Percent, rounding: Rounding) -> i64 {
    if rounding.scope != RoundingScope::Unit {
        return percent_of(part.weight, percent, rounding.mode).min(part.weight);
    }
    let units = part.units.max(1);
    let of_unit = scale(part.weight, i128::from(percent.scaled()), Percent::SCALE * i128::from(units), rounding.mode);
    // Rounding up every unit must not take more than there is.
    of_unit.saturating_mul(units).min(part.weight)
}

/// The most that the parts of a turn may give, whatever floors hold back: what is wanted, or what there is.
pub(crate) fn most_wanted(turn: &Turn<'_>, wanted: Wanted) -> i64 {
    match wanted {
        Wanted::Across { amount, .. } => amount,
        Wanted::Each => turn.parts.iter().map(|part| part.share).sum(),
    }
}

/// A percentage of an amount, rounded up as much as any rounding of its parts may: where every unit is rounded by
/// itself, all of it.
pub(crate) fn percentage_at_most(amount: i64, percent: Percent, parts: usize, rounding: Rounding) -> i64 {
    if rounding.scope == RoundingScope::Unit && percent.scaled() > 0 {
        return amount;
    }
    let roundings = i64::try_from(parts).expect("a cart has at most 1,000 lines") + 1;
    percent_of(amount, percent, RoundingMode::HalfUp).saturating_add(roundings).min(amount)
}
