//! Random carts with coupons of every kind together. They aim at collisions: few prices and rates, few products on
//! several lines, so that ties, exact halves, floors, conflicts and lost units are common.
//!
//! Every case comes from a number, so that a failing one is made again by it; it is printed as a body of
//! `POST /v1/quotes/unsaved`, made smaller as long as it still fails. `TESSERA_CASES` says how many cases a property
//! tries, `TESSERA_FIRST_CASE` where it begins.

mod benefit;
mod cart;
mod coupon;
mod dice;
mod smaller;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde_json::{Value, json};
use tessera_engine::cart::{Cart, PresentedDiscounts};
use tessera_engine::coupon::Coupon;
use tessera_engine::evaluate::Categories;
use tessera_engine::{CompiledCoupon, Facts, Settings, UnsavedRequest};

pub(crate) use cart::{CATEGORIES, PRODUCTS, TAGS};
pub(crate) use dice::Dice;

/// Everything a price depends on, before coupons are prepared.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) cart: Cart,
    pub(crate) coupons: Vec<Coupon>,
    pub(crate) settings: Settings,
    pub(crate) codes: Vec<String>,
    pub(crate) declined: Vec<String>,
    pub(crate) facts: Facts,
    pub(crate) categories: Categories,
}

/// How large and how wild cases are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) lines: usize,
    pub(crate) coupons: usize,
}

impl Size {
    /// Small enough to try every set many times.
    pub(crate) const SMALL: Self = Self { lines: 4, coupons: 5 };
    /// As many candidates as brute force is promised for.
    pub(crate) const WIDE: Self = Self { lines: 3, coupons: 10 };
}

impl Case {
    /// The case of a number.
    pub(crate) fn of(number: u64, size: Size) -> Self {
        let mut dice = Dice::new(number);
        let dice = &mut dice;
        let cart = cart::cart(dice, size.lines);
        let coupons = coupon::coupons(dice, size.coupons);
        Self {
            settings: coupon::settings(dice),
            codes: coupon::codes(dice, &coupons),
            declined: coupons.iter().filter(|_| dice.one_in(12)).map(|coupon| coupon.id.clone()).collect(),
            facts: coupon::facts(dice, &coupons),
            categories: cart::categories(dice),
            cart,
            coupons,
        }
    }

    /// The case as the engine takes it.
    pub(crate) fn request(&self) -> UnsavedRequest {
        UnsavedRequest {
            cart: self.cart.clone(),
            coupons: self.coupons.iter().map(|coupon| Arc::new(CompiledCoupon::new(coupon.clone()))).collect(),
            settings: self.settings.clone(),
            discounts: PresentedDiscounts {
                codes: self.codes.clone(),
                claims: Vec::new(),
                declined: self.declined.clone(),
            },
            facts: self.facts.clone(),
            now: UnsavedRequest::DEFAULT_NOW,
            categories: self.categories.clone(),
            claims: Vec::new(),
            balances: BTreeMap::new(),
            first_order: None,
            explain: false,
        }
    }

    /// The case as a body of `POST /v1/quotes/unsaved`.
    pub(crate) fn body(&self) -> Value {
        let coupon = |coupon: &Coupon| {
            let mut body = serde_json::to_value(&coupon.terms).unwrap();
            body["id"] = coupon.id.clone().into();
            body
        };
        let uses = |(id, uses): (&String, &tessera_engine::facts::Uses)| {
            (id.clone(), json!({ "total": uses.total, "customer": uses.customer, "today": uses.today }))
        };
        let campaign = |(id, campaign): (&String, &tessera_engine::facts::Campaign)| {
            (id.clone(), json!({ "budget": campaign.budget, "budget_used": campaign.budget_used }))
        };
        let parent = |(id, parent): (&String, &String)| (id.clone(), json!({ "parent_id": parent }));
        json!({
            "cart": self.cart, "coupons": self.coupons.iter().map(coupon).collect::<Vec<_>>(),
            "settings": self.settings, "discounts": { "codes": self.codes, "declined": self.declined },
            "facts": {
                "uses": self.facts.uses.iter().map(uses).collect::<serde_json::Map<_, _>>(),
                "budget_used": self.facts.budget_used,
                "campaigns": self.facts.campaigns.iter().map(campaign).collect::<serde_json::Map<_, _>>(),
                "categories": self.categories.0.iter().map(parent).collect::<serde_json::Map<_, _>>(),
            },
        })
    }
}

/// Tries a property on many cases: `count` of them, or what `TESSERA_CASES` says. `about` is what is wrong with a case,
/// `None` if nothing is; a panic is wrong too.
///
/// # Panics
/// On the first case that fails, naming its number and showing it as small as it was made.
#[expect(clippy::disallowed_methods, reason = "how long a run is, and where it begins")]
pub(crate) fn for_each_case(count: u64, size: Size, about: impl Fn(&Case, &mut Dice) -> Option<String>) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("TESSERA_FIRST_CASE").unwrap_or(0);
    let count = number("TESSERA_CASES").unwrap_or(count);
    for number in first..first + count {
        let fault = |case: &Case| {
            let mut dice = Dice::new(!number);
            catch_unwind(AssertUnwindSafe(|| about(case, &mut dice)))
                .unwrap_or_else(|_| Some("it panics; the message stands above".to_owned()))
        };
        let case = Case::of(number, size);
        if fault(&case).is_some() {
            let small = smaller::shrink(case, |case| fault(case).is_some());
            let fault = fault(&small).unwrap_or_default();
            panic!("case {number}: {fault}\n{}", small.body());
        }
    }
}

/// Says how often something was the case; read with `cargo nextest run --no-capture`.
#[expect(clippy::print_stderr, reason = "figures of a long run")]
pub(crate) fn report(figures: &[(String, u64)]) {
    for (name, count) in figures {
        eprintln!("{name}: {count}");
    }
}
