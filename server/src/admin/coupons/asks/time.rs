//! When it must be, beside the coupon's dates.

use crate::admin::coupons::draft::field::{Choice, Field, Part};
use crate::admin::coupons::draft::kind::Kind;

const WEEKDAYS: &[Choice] = &[
    ("mon", |t| t.day_mon),
    ("tue", |t| t.day_tue),
    ("wed", |t| t.day_wed),
    ("thu", |t| t.day_thu),
    ("fri", |t| t.day_fri),
    ("sat", |t| t.day_sat),
    ("sun", |t| t.day_sun),
];

pub(super) const KINDS: &[Kind] = &[Kind::new(
    "schedule",
    |t| t.ask_schedule,
    &[
        Field::new("weekdays", |t| t.ask_weekdays, Part::Some(WEEKDAYS)),
        Field::new("from", |t| t.ask_from, Part::Clock),
        Field::new("to", |t| t.ask_to, Part::Clock).hint(|t| t.ask_to_hint),
        Field::new("days_of_month", |t| t.ask_days_of_month, Part::Numbers).hint(|t| t.ask_days_of_month_hint),
    ],
)];
