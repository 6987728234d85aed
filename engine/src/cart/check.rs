//! What can only be said of a cart as a whole: ids are set and unique, no product or sum of amounts is too large.

use super::{Cart, Line};
use crate::decode::{Errors, FieldError, codes};
use crate::money::{Money, Percent};

/// Gives every line its id and checks the cart. `pointer` is that of the cart.
pub(super) fn complete(cart: &mut Cart, pointer: &str, errors: &mut Errors) {
    for (position, line) in cart.line_items.iter_mut().enumerate() {
        if line.id.is_empty() {
            line.id = (position + 1).to_string();
        }
    }
    unique(cart.line_items.iter().map(|line| line.id.as_str()), pointer, "line_items", errors);
    unique(cart.fees.iter().map(|fee| fee.id.as_str()), pointer, "fees", errors);
    sums(cart, pointer, errors);
}

/// Checks the products and sums of a cart again, after the store filled lines in. `docs/MODEL.md` 2.1.
pub(super) fn amounts(cart: &Cart) -> Vec<FieldError> {
    let mut errors = Errors::new();
    sums(cart, "/cart", &mut errors);
    errors.into_vec()
}

fn unique<'a>(ids: impl ExactSizeIterator<Item = &'a str>, pointer: &str, list: &str, errors: &mut Errors) {
    let mut places: Vec<(&str, usize)> = ids.enumerate().map(|(position, id)| (id, position)).collect();
    places.sort_unstable();
    let mut twice: Vec<(usize, &str)> =
        places.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| (pair[1].1, pair[1].0)).collect();
    twice.sort_unstable();
    for (position, id) in twice {
        let detail = format!("the id `{id}` stands twice; an id left out is the position, from `1`");
        errors.push(format!("{pointer}/{list}/{position}/id"), codes::NOT_UNIQUE, detail);
    }
}

fn sums(cart: &Cart, pointer: &str, errors: &mut Errors) {
    let mut total = Total { sum: 0, inclusive: cart.prices_include_tax, reported: false };
    for (position, line) in cart.line_items.iter().enumerate() {
        let at = |member: &str| format!("{pointer}/line_items/{position}{member}");
        products(line, &at, errors);
        let price = minor(line.unit_price) * u128::from(line.quantity);
        let setup = minor(line.setup_fee.unwrap_or_default()) * u128::from(line.quantity);
        if total.passes(price + setup, line.tax_rate) {
            errors.push(at(""), codes::AMOUNT_TOO_LARGE, too_large(&format!("the cart up to the line `{}`", line.id)));
        }
    }
    if let Some(shipping) = &cart.shipping
        && total.passes(minor(shipping.amount), shipping.tax_rate)
    {
        errors.push(
            format!("{pointer}/shipping/amount"),
            codes::AMOUNT_TOO_LARGE,
            too_large("the cart with its shipping"),
        );
    }
    for (position, fee) in cart.fees.iter().enumerate() {
        if total.passes(minor(fee.amount), fee.tax_rate) {
            let detail = too_large(&format!("the cart up to the fee `{}`", fee.id));
            errors.push(format!("{pointer}/fees/{position}/amount"), codes::AMOUNT_TOO_LARGE, detail);
        }
    }
}

/// Every amount of one unit, times the quantity.
fn products(line: &Line, at: &impl Fn(&str) -> String, errors: &mut Errors) {
    let amounts = [
        ("unit_price", Some(minor(line.unit_price))),
        ("list_price", line.list_price.map(minor)),
        ("unit_cost", line.unit_cost.map(minor)),
        ("min_unit_price", line.min_unit_price.map(minor)),
        ("setup_fee", line.setup_fee.map(minor)),
        ("weight_grams", line.weight_grams.map(u128::from)),
    ];
    for (member, amount) in amounts {
        let product = amount.unwrap_or_default() * u128::from(line.quantity);
        if product > LARGEST {
            let what = format!("`{member}` times the quantity of the line `{}`", line.id);
            errors.push(at(&format!("/{member}")), codes::AMOUNT_TOO_LARGE, too_large(&what));
        }
    }
}

const LARGEST: u128 = Money::MAX_MINOR.unsigned_abs() as u128;

/// The amount of a cart so far, tax included, before any discount.
struct Total {
    sum: u128,
    inclusive: bool,
    reported: bool,
}

impl Total {
    /// Adds an amount with its tax; whether this is what makes the sum too large.
    fn passes(&mut self, net: u128, rate: Option<Percent>) -> bool {
        let rate = if self.inclusive { 0 } else { u128::from(rate.unwrap_or_default().scaled()) };
        self.sum += net + (net * rate).div_ceil(Percent::SCALE.unsigned_abs());
        let first = self.sum > LARGEST && !self.reported;
        self.reported |= first;
        first
    }
}

fn minor(money: Money) -> u128 {
    u128::from(money.minor().unsigned_abs())
}

fn too_large(what: &str) -> String {
    format!("{what} is beyond {} minor units", Money::MAX_MINOR)
}
