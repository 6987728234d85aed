//! The running amounts of a cart while coupons take from it. `docs/MODEL.md` sections 3 and 6.

use crate::allocation::Part;
use crate::lines::{LineIndex, Lines};
use crate::stacking::Lane;

/// Where a share of a coupon goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The goods of a line.
    Goods(LineIndex),
    /// The setup fees of a line. The kinds that take from them come next.
    #[expect(dead_code, reason = "the kinds that take from setup fees come next")]
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
}

impl Ledger {
    /// Before any coupon.
    pub(crate) fn open(lines: &Lines<'_>, shipping: i64) -> Self {
        let running = |line: &crate::lines::LineView<'_>| Running { goods: line.subtotal, setup_fee: line.setup_fee };
        Self { lines: lines.all().iter().map(running).collect(), shipping, spent: 0 }
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
        let view = lines.at(line);
        self.lines[line as usize] = Running { goods: view.subtotal, setup_fee: view.setup_fee };
    }

    /// The shipping back to before any coupon.
    pub(crate) fn reset_shipping(&mut self, shipping: i64) {
        self.shipping = shipping;
    }

    /// What is left to pay for a line's goods.
    pub(crate) fn goods(&self, line: LineIndex) -> i64 {
        self.lines[line as usize].goods
    }

    /// What is left to pay for a line's setup fees.
    pub(crate) fn setup_fee(&self, line: LineIndex) -> i64 {
        self.lines[line as usize].setup_fee
    }

    /// What is left to pay for the shipping.
    pub(crate) fn shipping(&self) -> i64 {
        self.shipping
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

    /// Says what is left at a place.
    pub(crate) fn set_left_at(&mut self, place: Place, amount: i64) {
        match place {
            Place::Goods(line) => self.lines[line as usize].goods = amount,
            Place::SetupFee(line) => self.lines[line as usize].setup_fee = amount,
            Place::Shipping => self.shipping = amount,
        }
    }

    /// Takes the shares.
    pub(crate) fn take(&mut self, lane: Lane, places: &[Place], parts: &[Part]) {
        for (place, part) in places.iter().zip(parts) {
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
