//! How a benefit is computed: what a kind tells the pipeline about itself, and the one question it answers at its
//! turn: what it wants to take, and from where. What it wants is then cut by
//! [`settle`](crate::settle::settle). `docs/MODEL.md` sections 2 to 4.

use crate::allocation::{Part, split_by_weight};
use crate::arithmetic::{percent_of, scale};
use crate::evaluate::Request;
use crate::ledger::{Ledger, Place};
use crate::lines::{LineIndex, Lines};
use crate::money::{Amounts, Currency, Percent};
use crate::settings::{PercentBase, Rounding, RoundingScope};
use crate::stacking::Lane;
use crate::target::Selector;
use crate::trims::{Cut, Trims};

/// The computing side of one kind of benefit.
pub(crate) trait Compute {
    /// The lane it is in (3.1).
    fn lane(&self) -> Lane;

    /// Its place among the kinds, 1 to 6 (3.2).
    fn rank(&self) -> u8;

    /// Whether its lines share one amount, or each has its own (2.6).
    fn is_across(&self, rounding: Rounding) -> bool;

    /// Which lines it is for; `None` for what does not look at lines.
    fn target(&self) -> Option<&Selector>;

    /// Sorts the lists of its selectors for matching.
    fn sort_selectors(&mut self);

    /// The shipping services it is for; empty for all, or for what does not look at shipping.
    fn services(&self) -> &[String] {
        &[]
    }

    /// Whether every amount it needs is there in this currency (2.3).
    fn holds(&self, currency: Currency) -> bool;

    /// Why it can give nothing on this cart whatever the other coupons do; `eligible` are the target's lines.
    fn miss(&self, request: &Request<'_>, eligible: &[LineIndex]) -> Option<Miss>;

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

/// Why a benefit can give nothing on a cart, whatever the other coupons do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Miss {
    /// No line is what it is for.
    Items,
    /// The shipping service is not one of its own.
    Service,
    /// The shipping, or its service, is not known yet.
    ShippingUnknown,
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
        if self.request.settings.percent_base == PercentBase::Running {
            return self.take_eligible();
        }
        for line in self.eligible {
            self.push(Place::Goods(*line), self.lines.at(*line).subtotal);
        }
    }

    /// Makes a place a part.
    pub(crate) fn push(&mut self, place: Place, weight: i64) {
        self.places.push(place);
        self.parts.push(Part { weight, room: self.ledger.room(place, self.lines), share: 0 });
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
        for (part, place) in self.parts.iter_mut().zip(self.places.iter()) {
            part.share = match (rounding.scope, *place) {
                (RoundingScope::Unit, Place::Goods(line) | Place::SetupFee(line)) => {
                    let quantity = i64::from(self.lines.at(line).line.quantity);
                    let scaled = (i128::from(percent.scaled()), Percent::SCALE * i128::from(quantity));
                    let of_unit = scale(part.weight, scaled.0, scaled.1, rounding.mode);
                    // Rounding up every unit must not take more than there is.
                    of_unit.saturating_mul(quantity).min(part.weight)
                }
                _ => percent_of(part.weight, percent, rounding.mode).min(part.weight),
            };
        }
        let amount = self.parts.iter().map(|part| part.share).sum();
        let kept = self.cap(amount, cap);
        if kept < amount {
            split_by_weight(kept, self.parts, rounding.remainder);
        }
        Wanted::Each
    }
}
