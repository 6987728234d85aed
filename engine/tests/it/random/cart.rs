//! Random carts.

use tessera_engine::cart::{BillingPeriod, Cart, Context, Customer, Fee, Line, Shipping};
use tessera_engine::evaluate::Categories;
use tessera_engine::{Currency, Money, Percent};

use super::Dice;

pub(crate) const PRICES: [i64; 12] = [0, 1, 3, 50, 99, 100, 100, 333, 333, 999, 1_000, 10_000];
pub(crate) const PRODUCTS: [&str; 4] = ["p0", "p1", "p2", "p3"];
pub(crate) const CATEGORIES: [&str; 3] = ["c0", "c1", "c2"];
pub(crate) const TAGS: [&str; 2] = ["t0", "t1"];
pub(crate) const SERVICES: [&str; 2] = ["ground", "express"];
pub(crate) const PERIODS: [BillingPeriod; 3] = [BillingPeriod::OneTime, BillingPeriod::Monthly, BillingPeriod::Annual];

pub(crate) fn money(dice: &mut Dice) -> Money {
    let minor = if dice.one_in(60) { 1_000_000_000 } else { dice.pick(&PRICES) };
    Money::new(minor).expect("an amount within limits")
}

/// The currency of every cart.
pub(crate) fn dollars() -> Currency {
    Currency::parse("USD").expect("a currency")
}

pub(crate) fn texts(of: &[&str]) -> Vec<String> {
    of.iter().map(|text| (*text).to_owned()).collect()
}

pub(crate) fn rate(scaled: u32) -> Percent {
    Percent::from_scaled(scaled).expect("a rate within limits")
}

fn tax_rate(dice: &mut Dice) -> Option<Percent> {
    dice.pick(&[None, Some(0), Some(55_000), Some(200_000), Some(200_000), Some(10_000_000)]).map(rate)
}

/// A cart of up to so many lines; the ids do not stand in the order of the lines.
pub(crate) fn cart(dice: &mut Dice, most: usize) -> Cart {
    let mut ids = texts(&["10", "9", "a", "b", "B"]);
    dice.shuffle(&mut ids);
    let few = [money(dice), money(dice)];
    let count = if dice.one_in(40) { 0 } else { 1 + dice.below(most) };
    let lines = ids.into_iter().take(count).map(|id| line(dice, id, &few)).collect();
    let fee = |dice: &mut Dice| Fee { id: "payment".to_owned(), amount: money(dice), tax_rate: tax_rate(dice) };
    Cart {
        currency: dollars(),
        prices_include_tax: dice.one_in(2),
        line_items: lines,
        shipping: (!dice.one_in(6)).then(|| Shipping {
            service: dice.pick(&[Some("ground"), Some("ground"), Some("express"), None]).map(str::to_owned),
            amount: money(dice),
            tax_rate: tax_rate(dice),
        }),
        fees: dice.maybe(5, fee).into_iter().collect(),
        customer: dice.maybe(2, |dice| Customer {
            segments: dice.maybe(2, |dice| texts(&dice.some(&["s0", "s1"]))),
            ..Customer::default()
        }),
        context: Context::default(),
        billing: None,
    }
}

fn line(dice: &mut Dice, id: String, few: &[Money]) -> Line {
    let unit_price = if dice.one_in(4) { money(dice) } else { dice.pick(few) };
    Line {
        id,
        product_id: dice.pick(&PRODUCTS).to_owned(),
        sku: None,
        title: None,
        quantity: if dice.one_in(3) { 1 } else { dice.within(1, 5) },
        unit_price,
        list_price: dice.maybe(8, money),
        categories: dice.maybe(2, |dice| texts(&dice.some(&CATEGORIES))),
        groups: None,
        brand: None,
        tags: dice.maybe(3, |dice| texts(&dice.some(&TAGS))),
        attributes: None,
        on_sale: dice.maybe(10, |dice| dice.one_in(2)),
        in_stock: dice.maybe(12, |dice| dice.one_in(3)),
        discountable: dice.maybe(16, |dice| dice.one_in(3)),
        gift_card: dice.maybe(16, |dice| !dice.one_in(3)),
        tax_rate: tax_rate(dice),
        weight_grams: dice.maybe(2, |dice| u64::from(dice.within(0, 500))),
        unit_cost: dice.maybe(5, money),
        min_unit_price: dice.maybe(6, money),
        setup_fee: dice.maybe(3, money),
        billing_period: dice.maybe(3, |dice| dice.pick(&PERIODS)),
    }
}

/// Parents of some categories; never a circle.
pub(crate) fn categories(dice: &mut Dice) -> Categories {
    let mut parents = Categories::default();
    for (child, parent) in [("c1", "c0"), ("c2", "c1")] {
        if dice.one_in(2) {
            parents.0.insert(child.to_owned(), parent.to_owned());
        }
    }
    parents
}
