//! What holds for every cart. Generators are made for collisions: few prices and rates, so that ties and exact halves
//! are common.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use crate::oracle::{Case, CaseCoupon, CaseLine, CaseSettings, Gives, Threshold, coupon_id};
use crate::shop::price;

const PRICES: [i64; 10] = [0, 1, 2, 3, 99, 100, 333, 999, 10_000, 1_000_000_000];
const RATES: [i128; 7] = [100, 10_000, 333_300, 500_000, 666_700, 999_900, 1_000_000];

fn amount() -> impl Strategy<Value = i64> {
    select(&PRICES[..])
}

fn line() -> impl Strategy<Value = CaseLine> {
    (amount(), 1..4_i64, prop_oneof![4 => Just(None), 1 => amount().prop_map(Some)])
        .prop_map(|(price, quantity, floor)| CaseLine { price, quantity, floor })
}

fn target(lines: usize) -> impl Strategy<Value = Option<Vec<usize>>> {
    let some = prop::collection::btree_set(0..lines, 1..=lines).prop_map(|lines| Some(lines.into_iter().collect()));
    prop_oneof![1 => Just(None), 2 => some]
}

fn gives(lines: usize) -> impl Strategy<Value = Gives> {
    let cap = || prop_oneof![4 => Just(None), 1 => amount().prop_map(Some)];
    prop_oneof![
        4 => (select(&RATES[..]), cap(), target(lines)).prop_map(|(rate, cap, lines)| Gives::Percent(rate, cap, lines)),
        3 => (amount(), target(lines)).prop_map(|(amount, lines)| Gives::Amount(amount, lines)),
        1 => cap().prop_map(Gives::Shipping),
    ]
}

fn threshold() -> impl Strategy<Value = Option<Threshold>> {
    let some = (any::<bool>(), amount(), prop::option::of(any::<bool>()))
        .prop_map(|(is_min, amount, after)| Some(Threshold { is_min, amount, after }));
    prop_oneof![2 => Just(None), 1 => some]
}

fn coupon(lines: usize, coupons: usize) -> impl Strategy<Value = CaseCoupon> {
    let flag = || prop::bool::weighted(0.85);
    let combines = prop_oneof![
        2 => Just([true; 5]),
        2 => [flag(), flag(), flag(), flag(), flag()],
        1 => Just([false; 5]),
    ];
    let never = prop_oneof![5 => Just(None), 1 => (0..coupons).prop_map(Some)];
    let benefits = prop::collection::vec(gives(lines), 1..3);
    (any::<bool>(), benefits, threshold(), select(vec![1_u32, 2, 100]), combines, never).prop_map(
        |(is_code, benefits, condition, priority, combines, never_with)| CaseCoupon {
            is_code,
            benefits,
            condition,
            priority,
            combines,
            never_with,
        },
    )
}

fn settings() -> impl Strategy<Value = CaseSettings> {
    let cap = prop_oneof![3 => Just(None), 1 => select(vec![Some(0), Some(333_300), Some(500_000), Some(1_000_000)])];
    (0..3_u8, 0..3_u8, 0..3_u8, prop::bool::weighted(0.25), cap, 0..5_usize).prop_map(
        |(mode, scope, remainder, is_original, cap, codes)| CaseSettings {
            mode,
            scope,
            remainder,
            is_original,
            cap,
            codes,
        },
    )
}

/// Anything small.
fn case() -> impl Strategy<Value = Case> {
    (1..4_usize, 1..7_usize).prop_flat_map(|(lines, coupons)| {
        (
            prop::collection::vec(line(), lines),
            prop::option::of(amount()),
            prop::collection::vec(coupon(lines, coupons), coupons),
            settings(),
        )
            .prop_map(|(lines, shipping, coupons, settings)| Case { lines, shipping, coupons, settings })
    })
}

/// Automatic coupons that all combine, each on one line or on the shipping: where no search is needed.
fn plain_case() -> impl Strategy<Value = Case> {
    (case(), any::<prop::sample::Index>()).prop_map(|(mut case, _)| {
        let lines = case.lines.len();
        case.settings.cap = None;
        case.settings.scope = case.settings.scope.min(1);
        for (index, coupon) in case.coupons.iter_mut().enumerate() {
            coupon.condition = None;
            coupon.combines = [true; 5];
            coupon.never_with = None;
            for gives in &mut coupon.benefits {
                if let Gives::Percent(_, _, target) | Gives::Amount(_, target) = gives {
                    *target = Some(vec![target.as_ref().map_or(index, |target| target[0]) % lines]);
                }
            }
        }
        case
    })
}

fn check_against_oracle(case: &Case) -> Result<(), TestCaseError> {
    let quote = price(&case.body());
    let (best, second) = case.solve();
    let gave = |index: usize| {
        let applied = quote["discounts"]["applied"].as_array().unwrap();
        let id = coupon_id(index);
        applied
            .iter()
            .find(|entry| entry["coupon_id"] == id.as_str())
            .map_or(0, |entry| entry["amount"].as_i64().unwrap())
    };
    prop_assert_eq!(quote["totals"]["savings"].as_i64().unwrap(), best.saving, "the best set: {}", quote);
    prop_assert_eq!((0..case.coupons.len()).map(gave).collect::<Vec<_>>(), best.gave);
    let off: Vec<i64> =
        quote["line_items"].as_array().unwrap().iter().map(|line| line["discount"].as_i64().unwrap()).collect();
    prop_assert_eq!(off, best.off);
    prop_assert_eq!(&quote["selection"]["optimal"], &Value::Bool(true));
    if case.coupons.len() > 1 {
        let named = quote["selection"]["runner_up"]["saving"].as_i64();
        prop_assert_eq!(named, second, "the runner-up: {}", quote["selection"]);
    }
    Ok(())
}

/// A thousand cases of each, or as many as `PROPTEST_CASES` says.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { 1_000 };
    ProptestConfig { cases, failure_persistence: None, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_best_set_is_that_of_trying_every_set(case in case()) {
        check_against_oracle(&case)?;
    }

    #[test]
    fn where_no_search_is_needed_the_answer_is_the_same(case in plain_case()) {
        check_against_oracle(&case)?;
    }

    #[test]
    fn the_order_of_lines_coupons_and_codes_changes_nothing(case in case(), turn in any::<u64>()) {
        let body = case.body();
        let mut turned = body.clone();
        for list in ["/cart/line_items", "/coupons", "/discounts/codes"] {
            let list = turned.pointer_mut(list).and_then(Value::as_array_mut).unwrap();
            let by = usize::try_from(turn % 7).unwrap() % list.len().max(1);
            list.rotate_left(by);
            if turn % 2 == 0 { list.reverse(); }
        }
        let (plain, turned) = (price(&body), price(&turned));
        prop_assert_eq!(&plain["totals"], &turned["totals"]);
        prop_assert_eq!(&plain["selection"], &turned["selection"]);
        let by = |quote: &Value, list: &str, key: &str| {
            let mut list = quote.pointer(list).unwrap().as_array().unwrap().clone();
            list.iter_mut().for_each(|entry| { entry.as_object_mut().unwrap().remove("allocations"); });
            list.sort_by_key(|entry| entry[key].as_str().map(str::to_owned));
            list
        };
        prop_assert_eq!(by(&plain, "/line_items", "id"), by(&turned, "/line_items", "id"));
        prop_assert_eq!(by(&plain, "/discounts/rejected", "code"), by(&turned, "/discounts/rejected", "code"));
        let ids = |quote: &Value| quote["discounts"]["applied"].as_array().unwrap().iter()
            .map(|entry| (entry["coupon_id"].clone(), entry["amount"].clone(), entry["trims"].clone())).collect::<Vec<_>>();
        prop_assert_eq!(ids(&plain), ids(&turned), "in run order");
    }

    #[test]
    fn what_floors_and_caps_promise_holds(case in case()) {
        let quote = price(&case.body());
        for (line, priced) in case.lines.iter().zip(quote["line_items"].as_array().unwrap()) {
            let floor = line.floor.unwrap_or(0).min(line.price) * line.quantity;
            prop_assert!(priced["total"].as_i64().unwrap() >= floor);
        }
        if let Some(cap) = case.settings.cap {
            let totals = &quote["totals"];
            let off = totals["items_discount"].as_i64().unwrap() + totals["order_discount"].as_i64().unwrap();
            prop_assert!(i128::from(off) <= i128::from(totals["subtotal"].as_i64().unwrap()) * cap / 1_000_000);
        }
    }

    #[test]
    fn a_search_that_stops_early_is_bounded_and_legal(case in case(), evaluations in 1..4_u32) {
        let mut body = case.body();
        body["settings"]["max_evaluations"] = evaluations.into();
        let quote = price(&body);
        let (best, _) = case.solve();
        let saving = quote["totals"]["savings"].as_i64().unwrap();
        prop_assert!(saving <= best.saving);
        if quote["selection"]["optimal"] == true {
            prop_assert_eq!(saving, best.saving);
        } else {
            prop_assert!(quote["selection"]["bound"].as_i64().unwrap() >= best.saving);
        }
    }
}
