//! A percentage off.

use super::{CAP, MAX_UNITS, TARGET, UNITS};
use crate::admin::coupons::draft::field::{Field, Part};
use crate::admin::coupons::draft::kind::Kind;

pub(super) const KIND: Kind = Kind::new(
    "percent_off",
    |t| t.kind_percent_off,
    &[Field::new("percent", |t| t.percent, Part::Percent).needed(), CAP, TARGET, MAX_UNITS, UNITS],
);
