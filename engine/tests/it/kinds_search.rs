//! The kinds that look at units, tables and fees, against slower ways to the same answer: every set of coupons priced
//! by itself, and units one by one.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::shop::*;

const PRICES: [i64; 7] = [0, 1, 3, 100, 333, 999, 10_000];

fn selector(lines: usize) -> impl Strategy<Value = Value> {
    prop::collection::btree_set(0..lines, 1..=lines)
        .prop_map(|lines| json!({ "products": lines.into_iter().map(|line| format!("l{line}")).collect::<Vec<_>>() }))
}

fn off() -> impl Strategy<Value = Value> {
    prop_oneof![
        select(&[10_i64, 33, 50, 100][..]).prop_map(|rate| json!({ "percent": rate })),
        select(&PRICES[..]).prop_map(|amount| json!({ "amount": { "USD": amount } })),
    ]
}

fn off_or_price() -> impl Strategy<Value = Value> {
    prop_oneof![2 => off(), 1 => select(&PRICES[..]).prop_map(|price| json!({ "fixed_price": { "USD": price } }))]
}

fn buy_x_get_y(lines: usize) -> impl Strategy<Value = Value> {
    let get = (1..4_u32, selector(lines), off_or_price())
        .prop_map(|(quantity, target, off)| with(json!({ "quantity": quantity, "target": target }), &off));
    let times = prop_oneof![2 => Just(Value::Null), 1 => (1..3_u32).prop_map(Value::from)];
    (1..4_u32, selector(lines), get, select(&["cheapest", "dearest"][..]), any::<bool>(), times).prop_map(
        |(quantity, target, get, reward, partial, times)| {
            json!({
                "kind": "buy_x_get_y", "buy": { "quantity": quantity, "target": target }, "get": get,
                "reward": reward, "partial_reward": partial, "max_applications": times,
            })
        },
    )
}

fn bundle_price(lines: usize) -> impl Strategy<Value = Value> {
    (1..5_u32, select(&PRICES[..]), selector(lines)).prop_map(|(quantity, amount, target)| {
        json!({ "kind": "bundle_price", "quantity": quantity, "amount": { "USD": amount }, "target": target })
    })
}

fn limited(lines: usize) -> impl Strategy<Value = Value> {
    let units = (1..4_u32, select(&["cheapest", "dearest"][..]));
    (0..3_u8, select(&PRICES[..]), units, selector(lines)).prop_map(|(kind, amount, (most, units), target)| {
        let some = json!({ "max_units": most, "units": units, "target": target });
        with(
            some,
            &match kind {
                0 => json!({ "kind": "percent_off", "percent": 50 }),
                1 => json!({ "kind": "amount_off", "amount": { "USD": amount }, "per": "unit" }),
                _ => json!({ "kind": "fixed_price", "amount": { "USD": amount } }),
            },
        )
    })
}

fn tiered(lines: usize) -> impl Strategy<Value = Value> {
    let steps = prop::collection::btree_map(select(&PRICES[..]), off(), 1..3);
    (steps, prop::option::of(selector(lines))).prop_map(|(steps, target)| {
        let tiers: Vec<Value> =
            steps.into_iter().map(|(from, off)| with(json!({ "from": { "USD": from } }), &off)).collect();
        json!({ "kind": "tiered", "basis": "spend", "mode": "highest", "tiers": tiers, "target": target })
    })
}

fn benefit(lines: usize) -> impl Strategy<Value = Value> {
    let whole = (off(), selector(lines), select(&["line", "unit"][..])).prop_map(|(off, target, per)| {
        match off.get("percent") {
            Some(rate) => json!({ "kind": "percent_off", "percent": rate, "target": target }),
            None => json!({ "kind": "amount_off", "amount": off["amount"], "per": per, "target": target }),
        }
    });
    let fees = off().prop_map(|off| with(json!({ "kind": "setup_fee_off" }), &off));
    let periods = (off(), off()).prop_map(|(price, fee)| {
        json!({ "kind": "by_billing_period", "periods": { "one_time": { "price": price, "setup_fee": fee } } })
    });
    let gift = (0..lines + 1, 1..4_u32).prop_map(|(product, quantity)| {
        json!({ "kind": "free_product", "product_id": format!("l{product}"), "quantity": quantity })
    });
    let shipping = off_or_price().prop_map(|off| with(json!({ "kind": "shipping_off" }), &off));
    prop_oneof![
        3 => buy_x_get_y(lines), 2 => bundle_price(lines), 3 => limited(lines), 1 => tiered(lines), 2 => whole,
        1 => fees, 1 => periods, 1 => gift, 1 => shipping,
    ]
}

/// Automatic coupons, and which of them conflict with every other.
fn coupons(lines: usize) -> impl Strategy<Value = Vec<Value>> {
    let one = (prop::collection::vec(benefit(lines), 1..3), prop::bool::weighted(0.8), select(&[1_u32, 100][..]));
    prop::collection::vec(one, 1..5).prop_map(|all| {
        let coupon = |(index, (benefits, combines, priority)): (usize, (Vec<Value>, bool, u32))| {
            let mut coupon = automatic(&format!("C{index}"), &benefits[0]);
            coupon["benefits"] = json!(benefits);
            coupon["stacking"]["priority"] = json!(priority);
            if !combines {
                coupon["stacking"]["combines_with"]["automatic"] = json!(false);
                coupon["stacking"]["combines_with"]["codes"] = json!(false);
            }
            coupon
        };
        all.into_iter().enumerate().map(coupon).collect()
    })
}

fn cart() -> impl Strategy<Value = Vec<Value>> {
    let one = (select(&PRICES[..]), 1..5_u32, prop_oneof![4 => Just(None), 1 => select(&PRICES[..]).prop_map(Some)]);
    prop::collection::vec(one, 1..4).prop_map(|lines| {
        let line = |(index, (price, quantity, floor)): (usize, (i64, u32, Option<i64>))| {
            with(line(&format!("l{index}"), quantity, price), &json!({ "min_unit_price": floor, "setup_fee": 333 }))
        };
        lines.into_iter().enumerate().map(line).collect()
    })
}

fn case() -> impl Strategy<Value = Value> {
    let scope = select(&["coupon", "line", "unit"][..]);
    let base = prop_oneof![3 => Just("running"), 1 => Just("original")];
    (cart(), scope, base).prop_flat_map(|(lines, scope, base)| {
        coupons(lines.len()).prop_map(move |coupons| {
            let mut body = request(&lines, &coupons);
            body["cart"]["shipping"] = json!({ "service": "ground", "amount": 700 });
            body["settings"] =
                json!({ "rounding": { "scope": scope }, "percent_base": base, "max_codes_per_order": 100 });
            body
        })
    })
}

fn savings(quote: &Value) -> i64 {
    quote["totals"]["savings"].as_i64().unwrap()
}

/// The most that any set saves: each is priced by presenting exactly its members as codes.
fn best_of_all_sets(body: &Value) -> i64 {
    let coupons = body["coupons"].as_array().unwrap();
    let is_alone = |coupon: &&Value| coupon["stacking"]["combines_with"]["codes"] == false;
    let mut best = 0;
    for set in 1..1_usize << coupons.len() {
        let members: Vec<&Value> =
            (0..coupons.len()).filter(|index| set & (1 << index) != 0).map(|index| &coupons[index]).collect();
        if members.len() > 1 && members.iter().any(is_alone) {
            continue;
        }
        let codes: Vec<Value> = members
            .into_iter()
            .map(|coupon| with(coupon.clone(), &json!({ "activation": "code", "code": coupon["id"] })))
            .collect();
        let mut exact = body.clone();
        exact["discounts"]["codes"] = codes.iter().map(|coupon| coupon["code"].clone()).collect();
        exact["coupons"] = json!(codes);
        best = best.max(savings(&price(&exact)));
    }
    best
}

/// By what units go first: line and price.
type Key<'k> = &'k dyn Fn(&(usize, i64)) -> (bool, i64, usize);

/// What each line loses by `buy_x_get_y` with a free reward, unit by unit as the model tells it.
fn unit_by_unit(lines: &[Value], benefit: &Value) -> Vec<i64> {
    let of = |side: &str, line: usize| {
        benefit[side]["target"]["products"].as_array().unwrap().contains(&json!(format!("l{line}")))
    };
    let mut units: Vec<(usize, i64)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let quantity = usize::try_from(line["quantity"].as_u64().unwrap()).unwrap();
        units.extend(std::iter::repeat_n((index, line["unit_price"].as_i64().unwrap()), quantity));
    }
    let number = |side: &str| usize::try_from(benefit[side]["quantity"].as_u64().unwrap()).unwrap();
    let (bought, got) = (number("buy"), number("get"));
    let least = if benefit["partial_reward"] == true { 1 } else { got };
    let cheapest = benefit["reward"] == "cheapest";
    let mut off = vec![0; lines.len()];
    for _ in 0..benefit["max_applications"].as_u64().unwrap_or(u64::MAX) {
        let pick = |units: &mut Vec<(usize, i64)>, side: &str, most: usize, key: Key<'_>| {
            let mut picked = Vec::new();
            while picked.len() < most {
                let Some(at) = (0..units.len()).filter(|at| of(side, units[*at].0)).min_by_key(|at| key(&units[*at]))
                else {
                    break;
                };
                picked.push(units.remove(at));
            }
            picked
        };
        let dearest = |unit: &(usize, i64)| (false, -unit.1, unit.0);
        let mut left = units.clone();
        let rewards = if cheapest {
            let qualifiers = pick(&mut left, "buy", bought, &|unit| (of("get", unit.0), -unit.1, unit.0));
            if qualifiers.len() < bought {
                break;
            }
            pick(&mut left, "get", got, &|unit| (false, unit.1, unit.0))
        } else {
            let fits = |most: &usize| {
                let mut left = units.clone();
                let rewards = pick(&mut left, "get", *most, &dearest);
                rewards.len() == *most && pick(&mut left, "buy", bought, &dearest).len() == bought
            };
            let Some(most) = (1..=got).rev().find(fits) else { break };
            let rewards = pick(&mut left, "get", most, &dearest);
            pick(&mut left, "buy", bought, &dearest);
            rewards
        };
        if rewards.len() < least {
            break;
        }
        rewards.iter().for_each(|(line, price)| off[*line] += price);
        units = left;
    }
    off
}

/// Three hundred cases of each, or as many as `PROPTEST_CASES` says.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { 300 };
    ProptestConfig { cases, failure_persistence: None, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_best_set_is_that_of_trying_every_set(body in case()) {
        let quote = price(&body);
        prop_assert_eq!(&quote["selection"]["optimal"], &Value::Bool(true));
        prop_assert_eq!(savings(&quote), best_of_all_sets(&body), "{}", quote);
    }

    #[test]
    fn a_search_that_stops_early_is_bounded(body in case()) {
        let best = savings(&price(&body));
        let mut hurried = body;
        hurried["settings"]["max_evaluations"] = json!(1);
        let quote = price(&hurried);
        prop_assert!(savings(&quote) <= best);
        if quote["selection"]["optimal"] == false {
            prop_assert!(quote["selection"]["bound"].as_i64().unwrap() >= best, "{}", quote);
        } else {
            prop_assert_eq!(savings(&quote), best);
        }
    }

    #[test]
    fn the_order_of_lines_and_coupons_changes_nothing(body in case()) {
        let mut turned = body.clone();
        turned["cart"]["line_items"].as_array_mut().unwrap().reverse();
        turned["coupons"].as_array_mut().unwrap().reverse();
        let (plain, turned) = (price(&body), price(&turned));
        prop_assert_eq!(&plain["totals"], &turned["totals"]);
        prop_assert_eq!(&plain["gifts"], &turned["gifts"]);
    }

    #[test]
    fn floors_hold_for_every_kind(body in case()) {
        let quote = price(&body);
        for (line, priced) in body["cart"]["line_items"].as_array().unwrap().iter().zip(quote["line_items"].as_array().unwrap()) {
            let price = line["unit_price"].as_i64().unwrap();
            let floor = line["min_unit_price"].as_i64().unwrap_or(0).min(price) * line["quantity"].as_i64().unwrap();
            prop_assert!(priced["total"].as_i64().unwrap() >= floor);
        }
    }

    #[test]
    fn rewards_by_ranges_are_those_unit_by_unit((lines, benefit) in cart().prop_flat_map(|lines| {
        let count = lines.len();
        (Just(lines), buy_x_get_y(count))
    })) {
        let mut lines = lines;
        lines.iter_mut().for_each(|line| { line["min_unit_price"] = Value::Null; line["setup_fee"] = Value::Null; });
        let mut free = benefit;
        let get = json!({ "quantity": free["get"]["quantity"], "target": free["get"]["target"], "percent": 100 });
        free["get"] = get;
        let quote = price(&request(&lines, &[coupon("XX", &free)]));
        let off: Vec<i64> = quote["line_items"].as_array().unwrap().iter().map(|line| line["discount"].as_i64().unwrap()).collect();
        prop_assert_eq!(off, unit_by_unit(&lines, &free), "{}", free);
    }
}
