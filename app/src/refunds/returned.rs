//! How much goes back for what comes back. Pure arithmetic on what an order was placed at.
//!
//! After m of n units of a line have come back, floor(paid x m / n) has gone back for it, tax likewise; a refund is the
//! difference to before. So the parts sum to the whole in any order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tessera_engine::FieldError;
use tessera_engine::cart::Cart;

use super::request::RefundRequest;

/// What is said of what came back before.
pub(super) const ALREADY_REFUNDED: &str = "already_refunded";

/// What is read of the quote of an order.
#[derive(Debug, Deserialize)]
pub(super) struct PlacedAt {
    line_items: Vec<PlacedLine>,
    shipping: Option<PlacedPart>,
    fees: Vec<PlacedFee>,
}

#[derive(Debug, Deserialize)]
struct PlacedLine {
    total: i64,
    setup_fee: i64,
    setup_fee_discount: i64,
    tax: i64,
}

#[derive(Debug, Deserialize)]
struct PlacedPart {
    total: i64,
    tax: i64,
}

#[derive(Debug, Deserialize)]
struct PlacedFee {
    id: String,
    amount: i64,
    tax: i64,
}

/// What came back in a refund. Stored with it, so that the next one knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Returned {
    /// One entry for each line of which units came back.
    pub(super) lines: Vec<ReturnedPart>,
    /// The shipping, when it went back.
    pub(super) shipping: Option<Share>,
    /// The fees that went back.
    pub(super) fees: Vec<ReturnedFee>,
}

/// Units of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ReturnedPart {
    pub(super) line_id: String,
    pub(super) quantity: u64,
    /// What was paid for them, tax included.
    pub(super) amount: i64,
    /// The tax in it.
    pub(super) tax: i64,
}

/// A fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ReturnedFee {
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) share: Share,
}

/// An amount with the tax in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Share {
    pub(super) amount: i64,
    pub(super) tax: i64,
}

impl Returned {
    /// All of it, tax included, and the tax.
    pub(super) fn sum(&self) -> Share {
        let lines = self.lines.iter().map(|line| Share { amount: line.amount, tax: line.tax });
        let all = lines.chain(self.shipping).chain(self.fees.iter().map(|fee| fee.share));
        all.fold(Share::default(), |sum, share| Share { amount: sum.amount + share.amount, tax: sum.tax + share.tax })
    }
}

/// An order and what came back of it before.
pub(super) struct Account<'a> {
    pub(super) cart: &'a Cart,
    pub(super) placed_at: &'a PlacedAt,
    /// Units that came back, by line id.
    units: BTreeMap<String, u64>,
    shipping: bool,
    fees: Vec<String>,
}

impl<'a> Account<'a> {
    /// Of an order and its refunds so far.
    pub(super) fn of(cart: &'a Cart, placed_at: &'a PlacedAt, before: &[Returned]) -> Self {
        let mut account = Self { cart, placed_at, units: BTreeMap::new(), shipping: false, fees: Vec::new() };
        for returned in before {
            account.note(returned);
        }
        account
    }

    fn note(&mut self, returned: &Returned) {
        for line in &returned.lines {
            *self.units.entry(line.line_id.clone()).or_default() += line.quantity;
        }
        self.shipping |= returned.shipping.is_some();
        self.fees.extend(returned.fees.iter().map(|fee| fee.id.clone()));
    }

    /// What comes back now.
    ///
    /// # Errors
    /// Every fault, with a pointer into the request.
    pub(super) fn take_back(&mut self, request: &RefundRequest) -> Result<Returned, Vec<FieldError>> {
        let wanted = if request.full { self.the_rest() } else { self.wanted(request)? };
        let mut returned = Returned::default();
        for (position, quantity) in wanted {
            let (line, placed) = (&self.cart.line_items[position], &self.placed_at.line_items[position]);
            let before = self.units.get(&line.id).copied().unwrap_or(0);
            let all = u64::from(line.quantity);
            let paid = placed.total + placed.setup_fee - placed.setup_fee_discount;
            let part = |whole: i64| share(whole, before + quantity, all) - share(whole, before, all);
            let tax = part(placed.tax);
            let amount = part(paid) + if self.cart.prices_include_tax { 0 } else { tax };
            returned.lines.push(ReturnedPart { line_id: line.id.clone(), quantity, amount, tax });
        }
        let with_tax =
            |amount: i64, tax: i64| Share { amount: amount + if self.cart.prices_include_tax { 0 } else { tax }, tax };
        if (request.full || request.shipping) && !self.shipping {
            returned.shipping = self.placed_at.shipping.as_ref().map(|shipping| with_tax(shipping.total, shipping.tax));
        }
        for fee in &self.placed_at.fees {
            let is_wanted = request.full || request.fees.contains(&fee.id);
            if is_wanted && !self.fees.contains(&fee.id) {
                returned.fees.push(ReturnedFee { id: fee.id.clone(), share: with_tax(fee.amount, fee.tax) });
            }
        }
        self.note(&returned);
        Ok(returned)
    }

    /// Whether every unit has come back.
    pub(super) fn is_empty(&self) -> bool {
        self.left().next().is_none()
    }

    /// The cart without what came back.
    pub(super) fn kept(&self) -> Cart {
        let mut cart = self.cart.clone();
        let left: BTreeMap<usize, u64> = self.left().collect();
        let lines = std::mem::take(&mut cart.line_items);
        for (position, mut line) in lines.into_iter().enumerate() {
            if let Some(quantity) = left.get(&position) {
                line.quantity = u32::try_from(*quantity).unwrap_or(line.quantity);
                cart.line_items.push(line);
            }
        }
        if self.shipping {
            cart.shipping = None;
        }
        cart.fees.retain(|fee| !self.fees.contains(&fee.id));
        cart
    }

    /// Positions of lines with the units that did not come back yet.
    fn left(&self) -> impl Iterator<Item = (usize, u64)> {
        self.cart.line_items.iter().enumerate().filter_map(|(position, line)| {
            let back = self.units.get(&line.id).copied().unwrap_or(0);
            let left = u64::from(line.quantity).saturating_sub(back);
            (left > 0).then_some((position, left))
        })
    }

    fn the_rest(&self) -> Vec<(usize, u64)> {
        self.left().collect()
    }

    fn wanted(&self, request: &RefundRequest) -> Result<Vec<(usize, u64)>, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut fault = |pointer: String, code: &'static str, detail: String| {
            faults.push(FieldError { pointer, code, detail });
        };
        let (mut wanted, left): (BTreeMap<usize, u64>, BTreeMap<usize, u64>) = (BTreeMap::new(), self.left().collect());
        for (index, line) in request.lines.iter().enumerate() {
            let Some(position) = self.cart.line_items.iter().position(|known| known.id == line.line_id) else {
                let detail = format!("the order has no line `{}`", line.line_id);
                fault(format!("/lines/{index}/line_id"), "line_unknown", detail);
                continue;
            };
            let sum = wanted.entry(position).or_default();
            *sum += line.quantity;
            let left = left.get(&position).copied().unwrap_or(0);
            if *sum > left {
                let detail = format!("{left} units of the line `{}` did not come back yet", line.line_id);
                let all = u64::from(self.cart.line_items[position].quantity);
                let code = if *sum > all { "out_of_range" } else { ALREADY_REFUNDED };
                fault(format!("/lines/{index}/quantity"), code, detail);
            }
        }
        if request.shipping && self.placed_at.shipping.is_none() {
            fault("/shipping".to_owned(), "shipping_unknown", "the order has no shipping".to_owned());
        }
        if request.shipping && self.shipping {
            fault("/shipping".to_owned(), ALREADY_REFUNDED, "the shipping went back before".to_owned());
        }
        for (index, fee) in request.fees.iter().enumerate() {
            let pointer = format!("/fees/{index}");
            if !self.placed_at.fees.iter().any(|known| known.id == *fee) {
                fault(pointer, "fee_unknown", format!("the order has no fee `{fee}`"));
            } else if self.fees.contains(fee) {
                fault(pointer, ALREADY_REFUNDED, format!("the fee `{fee}` went back before"));
            }
        }
        if faults.is_empty() { Ok(wanted.into_iter().collect()) } else { Err(faults) }
    }
}

/// floor(whole x part / all).
fn share(whole: i64, part: u64, all: u64) -> i64 {
    let product = i128::from(whole) * i128::from(part);
    i64::try_from(product / i128::from(all.max(1))).unwrap_or(whole)
}
