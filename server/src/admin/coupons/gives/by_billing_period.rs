//! For each billing period its own discount.

use super::TARGET;
use crate::admin::coupons::draft::field::{Choice, Field, Part};
use crate::admin::coupons::draft::kind::Kind;

const PER: &[Choice] = &[("line", |t| t.per_line), ("unit", |t| t.per_unit)];

pub(super) const KIND: Kind = Kind::new(
    "by_billing_period",
    |t| t.kind_by_billing_period,
    &[
        Field::new("periods", |t| t.periods, Part::Periods).needed(),
        TARGET,
        Field::new("period_per", |t| t.per, Part::Choice(PER)).at("per").rare(),
    ],
);
