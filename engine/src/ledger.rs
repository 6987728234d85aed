//! The running amounts of a cart while coupons take from it. `docs/MODEL.md` sections 3 and 6.

use crate::allocation::Part;
use crate::lines::{LineIndex, LineView, Lines};
use crate::stacking::Lane;
use crate::units::{Units, Used};

/// Where a share of a coupon goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The goods of a line.
    Goods(LineIndex),
    /// The setup fees of a line.
    SetupFee(LineIndex),
    /// The shipping.
    Shipping,
}

/// What is still to pay of every line and of the shipping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ledger {
    lines: Vec<Running>,
    shipping: i64,
    /// What the item and order lanes took off the merchandise so far, for the store cap (6.4).
    spent: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Running {
    goods: i64,
    setup_fee: i64,
    units: Units,
}

impl Running {
    fn open(line: &LineView<'_>) -> Self {
        let units = Units::open(i64::from(line.line.quantity), line.subtotal);
        Self { goods: line.subtotal, setup_fee: line.setup_fee, units }
    }
}

impl Ledger {
    /// Before any coupon.
    pub(crate) fn open(lines: &Lines<'_>, shipping: i64) -> Self {
        Self { lines: lines.all().iter().map(Running::open).collect(), shipping, spent: 0 }
    }

    /// Back to before any coupon.
    pub(crate) fn reset(&mut self, lines: &Lines<'_>, shipping: i64) {
        for line in lines.indices() {
            self.reset_line(line, lines);
        }
        self.shipping = shipping;
        self.spent = 0;
    }

    /// One line back to before any coupon.
    pub(crate) fn reset_line(&mut self, line: LineIndex, lines: &Lines<'_>) {
        self.lines[line as usize] = Running::open(lines.at(line));
    }

    /// The shipping back to before any coupon.
    pub(crate) fn reset_shipping(&mut self, shipping: i64) {
        self.shipping = shipping;
    }

    /// What is left to pay for a line's goods.
    pub(crate) fn goods(&self, line: LineIndex) -> i64 {
        self.lines[line as usize].goods
    }

    /// The units of a line: which are consumed, and what the free ones are worth (4.3).
    pub(crate) fn units(&self, line: LineIndex) -> &Units {
        &self.lines[line as usize].units
    }

    /// What is left to pay for a line's setup fees.
    pub(crate) fn setup_fee(&self, line: LineIndex) -> i64 {
        self.lines[line as usize].setup_fee
    }

    /// What is left to pay for the shipping.
    pub(crate) fn shipping(&self) -> i64 {
        self.shipping
    }

    /// Consumes units as a gift.
    pub(crate) fn give_away(&mut self, line: LineIndex, units: i64) {
        self.lines[line as usize].units.consume(units, true);
    }

    /// Says what is left to pay for a line's goods.
    pub(crate) fn set_goods(&mut self, line: LineIndex, goods: i64) {
        self.lines[line as usize].goods = goods;
    }

    /// What the store cap still lets the merchandise lose; `None` without a cap.
    pub(crate) fn cap_left(&self, lines: &Lines<'_>) -> Option<i64> {
        lines.cap.map(|cap| (cap - self.spent).max(0))
    }

    /// The most a place can give: nothing goes below zero, goods not below their floor (6.3).
    pub(crate) fn room(&self, place: Place, lines: &Lines<'_>) -> i64 {
        match place {
            Place::Goods(line) => {
                let running = self.goods(line);
                running.saturating_sub(lines.at(line).floor).clamp(0, running)
            }
            Place::SetupFee(line) => self.setup_fee(line),
            Place::Shipping => self.shipping,
        }
    }

    /// What is left at a place.
    pub(crate) fn left_at(&self, place: Place) -> i64 {
        match place {
            Place::Goods(line) => self.goods(line),
            Place::SetupFee(line) => self.setup_fee(line),
            Place::Shipping => self.shipping,
        }
    }

    /// Says what is left at a place of which no unit is consumed.
    pub(crate) fn set_left_at(&mut self, place: Place, amount: i64) {
        match place {
            Place::Goods(line) => {
                let running = &mut self.lines[line as usize];
                running.goods = amount;
                running.units.set_worth(amount);
            }
            Place::SetupFee(line) => self.lines[line as usize].setup_fee = amount,
            Place::Shipping => self.shipping = amount,
        }
    }

    /// Takes the shares, and consumes the units that were used. A share on a line whose units were used is borne by
    /// those; every other is a discount on the whole line (4.3). What gave nothing consumes nothing. `used` stands by
    /// ascending line.
    pub(crate) fn take(&mut self, lane: Lane, places: &[Place], parts: &[Part], used: &[Used]) {
        let gave = parts.iter().any(|part| part.share > 0);
        for used in used.iter().filter(|_| gave) {
            self.lines[used.line as usize].units.consume(used.units, used.is_gift);
        }
        for (place, part) in places.iter().zip(parts) {
            if let Place::Goods(line) = *place
                && part.share > 0
                && used.binary_search_by_key(&line, |used| used.line).is_err()
            {
                let running = &mut self.lines[line as usize];
                running.units.bear(part.share, running.goods);
            }
            let running = match *place {
                Place::Goods(line) => &mut self.lines[line as usize].goods,
                Place::SetupFee(line) => &mut self.lines[line as usize].setup_fee,
                Place::Shipping => &mut self.shipping,
            };
            assert!(part.share >= 0 && part.share <= *running, "a coupon takes what is there and no more");
            *running -= part.share;
            if matches!(place, Place::Goods(_)) && lane != Lane::Shipping {
                self.spent += part.share;
            }
        }
    }
}
