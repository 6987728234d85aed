//! A fixed price for each unit.

use super::{MAX_UNITS, TARGET, UNITS};
use crate::admin::coupons::draft::field::{Field, Part};
use crate::admin::coupons::draft::kind::Kind;

pub(super) const KIND: Kind = Kind::new(
    "fixed_price",
    |t| t.kind_fixed_price,
    &[Field::new("amount", |t| t.unit_price, Part::Amount).needed(), TARGET.needed(), MAX_UNITS, UNITS],
);
