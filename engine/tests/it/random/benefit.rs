//! Random benefits of every kind, and selectors.

use std::collections::BTreeMap;

use serde_json::json;
use tessera_engine::benefit::Benefit;
use tessera_engine::benefit::amount_off::{AmountOff, Overflow, Per};
use tessera_engine::benefit::bundle_price::BundlePrice;
use tessera_engine::benefit::buy_x_get_y::{Buy, BuyXGetY, Get};
use tessera_engine::benefit::by_billing_period::{ByBillingPeriod, Entry, PeriodPer};
use tessera_engine::benefit::fixed_price::FixedPrice;
use tessera_engine::benefit::free_shipping::FreeShipping;
use tessera_engine::benefit::off::Off;
use tessera_engine::benefit::percent_off::PercentOff;
use tessera_engine::benefit::setup_fee_off::SetupFeeOff;
use tessera_engine::benefit::shipping_off::ShippingOff;
use tessera_engine::benefit::tiered::{From, Tier, TierBasis, TierMode, Tiered};
use tessera_engine::money::Amounts;
use tessera_engine::target::{Include, Selector};
use tessera_engine::units::{UnitLimit, UnitOrder};
use tessera_engine::{Currency, Percent, from_json};

use super::Dice;
use super::cart::{CATEGORIES, PERIODS, PRODUCTS, SERVICES, TAGS, money, rate, texts};

const RATES: [u32; 8] = [100, 10_000, 100_000, 333_300, 500_000, 666_700, 999_900, 1_000_000];
const ORDERS: [UnitOrder; 2] = [UnitOrder::Dearest, UnitOrder::Cheapest];

/// An amount in the carts' currency, once in a while in another one alone.
pub(crate) fn amounts(dice: &mut Dice) -> Amounts {
    let currency = if dice.one_in(60) { "EUR" } else { "USD" };
    Amounts::from([(Currency::parse(currency).expect("a currency"), money(dice))])
}

fn percent(dice: &mut Dice) -> Percent {
    rate(dice.pick(&RATES))
}

/// A selector; one in three names nothing to include.
pub(crate) fn selector(dice: &mut Dice) -> Selector {
    let mut selector = Selector::default();
    match dice.below(9) {
        0..=2 => {}
        3..=6 => selector.products = texts(&dice.some(&PRODUCTS)),
        7 => selector.categories = texts(&[dice.pick(&CATEGORIES)]),
        _ => selector.tags = texts(&[dice.pick(&TAGS)]),
    }
    if dice.one_in(8) {
        let cards = Selector { include: vec![Include::GiftCards], ..Selector::default() };
        let products = Selector { products: texts(&[dice.pick(&PRODUCTS)]), ..Selector::default() };
        selector.exclude = Some(Box::new(dice.pick(&[cards, products])));
    }
    if dice.one_in(10) {
        selector.include = dice.some(&[Include::GiftCards, Include::OutOfStock, Include::NotDiscountable]);
    }
    selector.exclude_sale_items = dice.one_in(12);
    selector
}

fn off(dice: &mut Dice) -> Off {
    if dice.one_in(2) { Off::Percent(percent(dice)) } else { Off::Amount(amounts(dice)) }
}

fn off_or_price(dice: &mut Dice) -> Off {
    if dice.one_in(3) { Off::FixedPrice(amounts(dice)) } else { off(dice) }
}

fn limit(dice: &mut Dice, of: usize) -> UnitLimit {
    match dice.maybe(of, |dice| dice.within(1, 4)) {
        Some(most) => UnitLimit { max_units: Some(most), units: dice.pick(&ORDERS) },
        None => UnitLimit::default(),
    }
}

fn services(dice: &mut Dice) -> Vec<String> {
    if dice.one_in(2) { Vec::new() } else { texts(&[dice.pick(&SERVICES)]) }
}

fn amount_off(dice: &mut Dice) -> AmountOff {
    let per = dice.pick(&[Per::Order, Per::Order, Per::Line, Per::Unit]);
    AmountOff {
        amount: amounts(dice),
        overflow: if per == Per::Order && dice.one_in(3) { Overflow::SpillToOrder } else { Overflow::Cap },
        limit: if per == Per::Unit { limit(dice, 2) } else { UnitLimit::default() },
        per,
        target: selector(dice),
    }
}

fn tiered(dice: &mut Dice) -> Tiered {
    let basis = dice.pick(&[TierBasis::Spend, TierBasis::Quantity]);
    let mode = dice.pick(&[TierMode::Highest, TierMode::Highest, TierMode::Every]);
    let steps = if mode == TierMode::Every { 1 } else { 1 + dice.below(3) };
    let usd = Currency::parse("USD").expect("a currency");
    let mut begin: Vec<i64> =
        (0..steps).map(|_| i64::from(dice.within(1, 6)) * if basis == TierBasis::Spend { 111 } else { 1 }).collect();
    begin.dedup();
    begin.sort_unstable();
    begin.dedup();
    let from = |begin: i64| match basis {
        TierBasis::Spend => From::Spend(Amounts::from([(usd, tessera_engine::Money::new(begin).expect("small"))])),
        TierBasis::Quantity => From::Quantity(begin),
    };
    let step = |begin| Tier {
        from: from(begin),
        off: if mode == TierMode::Every { Off::Amount(amounts(dice)) } else { off(dice) },
    };
    Tiered { basis, mode, tiers: begin.into_iter().map(step).collect(), max_amount: None, target: Selector::default() }
}

fn by_billing_period(dice: &mut Dice) -> ByBillingPeriod {
    let mut periods = BTreeMap::new();
    for period in PERIODS {
        if dice.one_in(2) {
            let price = dice.maybe(2, off);
            let setup_fee = if price.is_none() { Some(off(dice)) } else { dice.maybe(2, off) };
            periods.insert(period, Entry { price, setup_fee });
        }
    }
    if periods.is_empty() {
        periods.insert(PERIODS[0], Entry { price: Some(off(dice)), setup_fee: None });
    }
    ByBillingPeriod { periods, per: dice.pick(&[PeriodPer::Line, PeriodPer::Unit]), target: selector(dice) }
}

fn buy_x_get_y(dice: &mut Dice) -> BuyXGetY {
    BuyXGetY {
        buy: Buy { quantity: dice.within(1, 3), target: selector(dice) },
        get: Get { quantity: dice.within(1, 3), target: selector(dice), off: off_or_price(dice) },
        reward: dice.pick(&ORDERS),
        partial_reward: dice.one_in(2),
        max_applications: dice.maybe(3, |dice| dice.within(1, 2)),
    }
}

/// A benefit of any kind.
pub(crate) fn benefit(dice: &mut Dice) -> Benefit {
    match dice.below(18) {
        0..=2 => Benefit::PercentOff(PercentOff {
            percent: percent(dice),
            max_amount: dice.maybe(4, amounts),
            limit: limit(dice, 3),
            target: selector(dice),
        }),
        3..=5 => Benefit::AmountOff(amount_off(dice)),
        6 => Benefit::FixedPrice(FixedPrice { amount: amounts(dice), limit: limit(dice, 2), target: selector(dice) }),
        7 => Benefit::BundlePrice(BundlePrice {
            quantity: dice.within(1, 5),
            amount: amounts(dice),
            max_applications: dice.maybe(3, |dice| dice.within(1, 2)),
            target: selector(dice),
        }),
        8..=9 => {
            let (max_amount, target) = (dice.maybe(4, amounts), selector(dice));
            Benefit::Tiered(Tiered { max_amount, target, ..tiered(dice) })
        }
        10..=11 => Benefit::BuyXGetY(buy_x_get_y(dice)),
        12 => {
            let gift =
                json!({ "kind": "free_product", "product_id": dice.pick(&PRODUCTS), "quantity": dice.within(1, 4) });
            from_json(gift.to_string().as_bytes()).expect("a benefit")
        }
        13 => Benefit::FreeShipping(FreeShipping { services: services(dice), max_amount: dice.maybe(3, amounts) }),
        14 => Benefit::ShippingOff(ShippingOff { off: off_or_price(dice), services: services(dice) }),
        15 => Benefit::SetupFeeOff(SetupFeeOff { off: off(dice), target: selector(dice) }),
        _ => Benefit::ByBillingPeriod(by_billing_period(dice)),
    }
}
