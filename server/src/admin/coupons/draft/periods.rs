//! The grid of billing periods: for each what is off the price and off the setup fee.

use serde_json::{Value, json};

use super::field::{Reading, Words, Writing, put, read_off, write_off};
use super::typed::Typed;

/// The periods, the shortest first.
pub(in crate::admin::coupons) const PERIODS: [(&str, Words); 8] = [
    ("one_time", |t| t.period_one_time),
    ("weekly", |t| t.period_weekly),
    ("monthly", |t| t.period_monthly),
    ("quarterly", |t| t.period_quarterly),
    ("semiannual", |t| t.period_semiannual),
    ("annual", |t| t.period_annual),
    ("biennial", |t| t.period_biennial),
    ("triennial", |t| t.period_triennial),
];
/// What of a period is reduced.
pub(in crate::admin::coupons) const SIDES: [(&str, Words); 2] =
    [("price", |t| t.period_price), ("setup_fee", |t| t.period_setup_fee)];

/// What the grid says.
pub(super) fn write(name: &str, w: &mut Writing<'_>) -> Value {
    let mut periods = json!({});
    for (period, _) in PERIODS {
        for (side, _) in SIDES {
            if let Some((way, value)) = write_off(&format!("{name}.{period}.{side}"), false, w) {
                put(&mut periods, &format!("{period}.{side}.{way}"), value);
            }
        }
    }
    periods
}

/// Shows what each period gives.
pub(super) fn read(name: &str, periods: &Value, typed: &mut Typed, r: Reading<'_>) {
    for (period, _) in PERIODS {
        for (side, _) in SIDES {
            read_off(&format!("{name}.{period}.{side}"), &periods[period][side], typed, r);
        }
    }
}

/// The field that is filled in first by most.
pub(super) fn first(name: &str) -> String {
    format!("{name}.monthly.price")
}

/// The field of a path such as `annual.price.percent`.
pub(super) fn name_of(name: &str, path: &str) -> String {
    let mut steps = path.split('.');
    let known = |list: &[(&str, Words)], step: Option<&str>| list.iter().any(|(one, _)| Some(*one) == step);
    let (period, side) = (steps.next(), steps.next());
    match (period, side) {
        (Some(period), Some(side)) if known(&PERIODS, Some(period)) && known(&SIDES, Some(side)) => {
            format!("{name}.{period}.{side}")
        }
        _ => first(name),
    }
}
