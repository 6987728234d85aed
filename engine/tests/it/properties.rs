//! What holds for every cart: 100,000 random cases each, of all kinds together. The cases are those of
//! [`random`](crate::random); the set that is chosen and its cents are compared in [`agreement`](crate::agreement).

use std::cell::Cell;

use serde_json::Value;
use tessera_engine::cart::{Cart, Line, Shipping};
use tessera_engine::condition::bounds::Bounds;
use tessera_engine::condition::order_quantity::OrderQuantity;
use tessera_engine::condition::{Condition, Leaf};
use tessera_engine::coupon::{Activation, Coupon, Status, Terms};
use tessera_engine::money::Amounts;
use tessera_engine::settings::{MarginPolicy, Selection};
use tessera_engine::{Code, Currency, Money, Quote, UnsavedRequest, from_json};

use crate::random::{CATEGORIES, Case, Dice, PRODUCTS, Size, TAGS, for_each_case, report};
use crate::shop::check_sums;
use crate::slow::Market;

/// Cases of a property in the normal run.
const CASES: u64 = 100_000;

fn price(case: &Case) -> Quote {
    case.request().price()
}

/// What two quotes of the same cart must share when only what does not matter was changed: every amount, every
/// coupon that was applied, every gift.
fn amounts_differ(one: &Quote, other: &Quote) -> Option<String> {
    let differs = |what: &str, one: &dyn std::fmt::Debug, other: &dyn std::fmt::Debug| {
        Some(format!("{what}: {one:?} and {other:?}"))
    };
    let applied = |quote: &Quote| {
        let entry = |entry: &tessera_engine::quote::Applied| (entry.coupon_id.clone(), entry.amount);
        quote.discounts.applied.iter().map(entry).collect::<Vec<_>>()
    };
    let lines = |quote: &Quote| {
        let mut lines = quote.line_items.clone();
        lines.sort_by(|a, b| a.id.cmp(&b.id));
        lines
    };
    if one.totals != other.totals {
        return differs("totals", &one.totals, &other.totals);
    }
    if applied(one) != applied(other) {
        return differs("applied", &applied(one), &applied(other));
    }
    if lines(one) != lines(other) {
        return differs("lines", &lines(one), &lines(other));
    }
    (one.gifts != other.gifts).then(|| format!("gifts: {:?} and {:?}", one.gifts, other.gifts))
}

/// Allocations sum to the discount and exceed no line, nothing is negative, tax and totals add up, floors and the
/// store cap hold.
#[test]
fn sums_signs_floors_and_caps() {
    let (cases, together, conflicts) = (Cell::new(0), Cell::new(0), Cell::new(0));
    for_each_case(CASES, Size::SMALL, |case, _| {
        let request = case.request();
        let quote = request.price();
        check_sums(&case.cart, &quote);
        cases.set(cases.get() + 1);
        together.set(together.get() + u64::from(quote.discounts.applied.len() > 1));
        conflicts.set(conflicts.get() + u64::from(Market::of(&request).has_conflict()));
        for (line, priced) in case.cart.line_items.iter().zip(&quote.line_items) {
            let least = floor_of(case, line).min(priced.subtotal.into());
            if i128::from(priced.total) < least {
                return Some(format!("line {} is at {} below its floor {least}", line.id, priced.total));
            }
        }
        let totals = &quote.totals;
        let off = i128::from(totals.items_discount + totals.order_discount);
        let cap = case.settings.max_discount_percent?;
        let most = i128::from(totals.subtotal) * i128::from(cap.scaled()) / 1_000_000;
        (off > most).then(|| format!("{off} is above the store cap {most}"))
    });
    let figure = |name: &str, count: &Cell<u64>| (format!("{name} of {}", cases.get()), count.get());
    report(&[figure("two coupons applied", &together), figure("candidates conflict", &conflicts)]);
    assert!(together.get() * 8 > cases.get() && conflicts.get() * 4 > cases.get(), "cases worth looking at");
}

fn floor_of(case: &Case, line: &Line) -> i128 {
    let quantity = i128::from(line.quantity);
    let by_price = line.min_unit_price.map_or(0, |price| i128::from(price.minor()) * quantity);
    let margin = case.settings.min_margin_percent.filter(|_| case.settings.margin_policy == MarginPolicy::Trim);
    let (Some(margin), Some(cost)) = (margin, line.unit_cost) else { return by_price };
    let rate = if case.cart.prices_include_tax { line.tax_rate.unwrap_or_default().scaled() } else { 0 };
    let cost = i128::from(cost.minor()) * quantity * (1_000_000 + i128::from(rate));
    let kept = 1_000_000 - i128::from(margin.scaled());
    by_price.max((cost + kept - 1) / kept)
}

#[test]
fn the_order_of_lines_coupons_and_codes_changes_nothing() {
    for_each_case(CASES, Size::SMALL, |case, dice| {
        let mut turned = case.clone();
        dice.shuffle(&mut turned.cart.line_items);
        dice.shuffle(&mut turned.coupons);
        dice.shuffle(&mut turned.codes);
        let (one, other) = (price(case), price(&turned));
        if one.selection != other.selection {
            return Some(format!("selection: {:?} and {:?}", one.selection, other.selection));
        }
        amounts_differ(&one, &other)
    });
}

/// A coupon that cannot apply, in one of the ways there are, automatic or with a code that is presented.
fn hopeless(dice: &mut Dice, like: &Coupon) -> Coupon {
    let is_code = dice.one_in(2);
    let mut terms: Terms = like.terms.clone();
    terms.activation = if is_code { Activation::Code } else { Activation::Automatic };
    terms.code = is_code.then(|| Code::parse("hopeless").unwrap());
    match dice.below(5) {
        0 => terms.status = Status::Paused,
        1 => terms.validity.ends_at = Some(UnsavedRequest::DEFAULT_NOW),
        2 => terms.limits.total = Some(0),
        3 => {
            let units = Bounds { min: Some(1_000_000), max: None };
            terms.conditions = Some(Condition::Leaf(Leaf::OrderQuantity(OrderQuantity { units, selector: None })));
        }
        _ => {
            let euro = (Currency::parse("EUR").unwrap(), Money::new(1_000).unwrap());
            terms.limits.budget = Some(Amounts::from([euro]));
        }
    }
    Coupon { id: dice.pick(&["a_first", "cpn_0_then", "z_last"]).to_owned(), version: 1, terms }
}

#[test]
fn a_coupon_that_cannot_apply_changes_nothing() {
    for_each_case(CASES, Size::SMALL, |case, dice| {
        let mut more = case.clone();
        let hopeless = hopeless(dice, case.coupons.first()?);
        if hopeless.terms.code.is_some() {
            more.codes.insert(dice.below(more.codes.len() + 1), "HOPE LESS".to_owned());
        }
        more.coupons.insert(dice.below(more.coupons.len() + 1), hopeless);
        amounts_differ(&price(case), &price(&more))
    });
}

/// A search that stops early answers with a legal set, and with a bound that the best one keeps to.
#[test]
fn a_search_that_stops_early_is_bounded() {
    let stopped = Cell::new(0);
    for_each_case(CASES, Size::SMALL, |case, dice| {
        let mut hurried = case.clone();
        hurried.settings.max_evaluations = dice.within(1, 3);
        hurried.settings.selection = Selection::BestForCustomer;
        let quote = price(&hurried);
        check_sums(&case.cart, &quote);
        hurried.settings.max_evaluations = case.settings.max_evaluations;
        let best = price(&hurried);
        let (saving, most) = (quote.totals.savings, best.totals.savings);
        if quote.selection.optimal {
            return (saving != most).then(|| format!("{saving} is called the best, {most} is better"));
        }
        stopped.set(stopped.get() + 1);
        let bound = quote.selection.bound.unwrap_or(-1);
        (bound < most || saving > most).then(|| format!("{saving} with the bound {bound}, the best is {most}"))
    });
    report(&[("searches that stopped early".to_owned(), stopped.get())]);
}

/// Cart, coupon and request come back from JSON as they were, and are priced to the same bytes.
#[test]
fn json_round_trip() {
    for_each_case(CASES, Size::SMALL, |case, _| {
        let cart = Cart::from_json(&serde_json::to_vec(&case.cart).unwrap());
        if cart.as_ref() != Ok(&case.cart) {
            return Some(format!("the cart: {cart:?}"));
        }
        let request = match from_json::<UnsavedRequest>(&serde_json::to_vec(&case.body()).unwrap()) {
            Ok(request) => request,
            Err(error) => return Some(format!("the request: {error:?}")),
        };
        if request.cart != case.cart || request.coupons.len() != case.coupons.len() {
            return Some(format!("the request: {request:?}"));
        }
        let changed = case.coupons.iter().zip(&request.coupons).find(|(coupon, read)| read.terms != coupon.terms);
        if let Some((coupon, read)) = changed {
            return Some(format!("the coupon {}: {:?}", coupon.id, read.terms));
        }
        let (one, other) = (price(case), request.price());
        (serde_json::to_vec(&one).unwrap() != serde_json::to_vec(&other).unwrap())
            .then(|| format!("{one:?}\nand after a round trip\n{other:?}"))
    });
}

/// Doing exactly what a hint says brings its coupon, or at least what it promised to save.
#[test]
fn a_hint_comes_true() {
    let followed = Cell::new(0);
    for_each_case(CASES, Size::SMALL, |case, _| {
        let before = price(case);
        for hint in &before.hints {
            let ways = ways(&case.cart, &hint.missing);
            followed.set(followed.get() + u64::from(!ways.is_empty()));
            let comes_true = |cart: Cart| {
                let after = price(&Case { cart, ..case.clone() });
                let is_applied = after.discounts.applied.iter().any(|entry| entry.coupon_id == hint.coupon_id);
                is_applied || after.totals.savings - before.totals.savings >= hint.saving
            };
            if !ways.is_empty() && !ways.into_iter().any(comes_true) {
                return Some(format!("{hint:?}"));
            }
        }
        None
    });
    report(&[("hints that were followed".to_owned(), followed.get())]);
    assert!(followed.get() > 0, "there are hints to follow");
}

/// The carts in which everything that is missing is there: units of a line, goods by name, goods for the amount, a
/// service. A hint does not repeat which goods count where it names no more than units or an amount, so each is tried.
/// None where it names goods in words that hold no name.
fn ways(cart: &Cart, missing: &Value) -> Vec<Cart> {
    let units = missing["quantity"].as_u64().map(|units| u32::try_from(units).unwrap());
    let names = |member: &str| -> Vec<String> {
        let names = missing[member].as_array().into_iter().flatten();
        names.map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let mut carts = vec![cart.clone()];
    for name in names("items") {
        carts = carts.iter().flat_map(|cart| with_goods(cart, &name, units.unwrap_or(1))).collect();
    }
    if !missing["any_of"].is_null() {
        carts = names("any_of").iter().flat_map(|name| with_goods(cart, name, 1)).collect();
    }
    if let (Some(units), true) = (units, missing["items"].is_null()) {
        carts = carts.iter().flat_map(|cart| with_units(cart, units)).collect();
    }
    if let Some(amount) = missing["amount"].as_i64() {
        carts = carts.iter().flat_map(|cart| with_amount(cart, amount)).collect();
    }
    if let Some(service) = missing["service"].as_str() {
        carts = carts.iter().flat_map(|cart| with_service(cart, service)).collect();
    }
    assert!(carts.len() < 20_000, "too many ways to do what a hint says: {missing}");
    carts
}

fn with_line(cart: &Cart, line: Line) -> Cart {
    let mut more = cart.clone();
    more.line_items.push(Line { id: format!("more{}", more.line_items.len()), ..line });
    more
}

/// More units of a line.
fn with_units(cart: &Cart, units: u32) -> Vec<Cart> {
    let add = |at: usize| {
        let mut more = cart.clone();
        more.line_items[at].quantity += units;
        more
    };
    (0..cart.line_items.len()).map(add).collect()
}

/// A line worth so much, like one of the cart's or of another product.
fn with_amount(cart: &Cart, amount: i64) -> Vec<Cart> {
    let like = |line: &Line| {
        let unit_price = Money::new(amount).unwrap();
        let (list_price, setup_fee, unit_cost, min_unit_price) = (None, None, None, None);
        with_line(
            cart,
            Line { quantity: 1, unit_price, list_price, setup_fee, unit_cost, min_unit_price, ..line.clone() },
        )
    };
    cart.line_items.iter().map(like).chain([with_line(cart, line_at(amount))]).collect()
}

/// Units of goods of a name that the words hold: more of those there are, or new ones at no price.
fn with_goods(cart: &Cart, words: &str, units: u32) -> Vec<Cart> {
    let meant = words.split(", except").next().unwrap_or_default();
    let holds = |name: &&&str| meant.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == **name);
    let new = |line: Line| with_line(cart, Line { quantity: units, ..line });
    let of_product = |name: &&str| new(Line { product_id: (*name).to_owned(), ..line_at(0) });
    let of_category = |name: &&str| new(Line { categories: Some(vec![(*name).to_owned()]), ..line_at(0) });
    let tagged = |name: &&str| new(Line { tags: Some(vec![(*name).to_owned()]), ..line_at(0) });
    let mut carts: Vec<Cart> = PRODUCTS.iter().filter(holds).map(of_product).collect();
    carts.extend(CATEGORIES.iter().filter(holds).map(of_category));
    carts.extend(TAGS.iter().filter(holds).map(tagged));
    if !carts.is_empty() {
        carts.extend(with_units(cart, units));
    }
    carts
}

/// The service, at no price and at the price of now.
fn with_service(cart: &Cart, service: &str) -> Vec<Cart> {
    let now = cart.shipping.as_ref();
    let with = |amount| {
        let tax_rate = now.and_then(|shipping| shipping.tax_rate);
        Cart { shipping: Some(Shipping { service: Some(service.to_owned()), amount, tax_rate }), ..cart.clone() }
    };
    now.map(|shipping| shipping.amount).into_iter().chain([Money::ZERO]).map(with).collect()
}

/// A line with nothing but a price.
fn line_at(price: i64) -> Line {
    let line = serde_json::json!({ "product_id": "new", "quantity": 1, "unit_price": price });
    serde_json::from_value(line).unwrap()
}
