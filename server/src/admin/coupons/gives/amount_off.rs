//! An amount off: shared by the lines of the order, or for each line or unit.

use super::{MAX_UNITS, TARGET, UNITS};
use crate::admin::coupons::draft::field::{Choice, Field, Part};
use crate::admin::coupons::draft::kind::Kind;

const PER: &[Choice] = &[("order", |t| t.per_order), ("line", |t| t.per_line), ("unit", |t| t.per_unit)];
const OVERFLOW: &[Choice] = &[("cap", |t| t.overflow_cap), ("spill_to_order", |t| t.overflow_spill)];

pub(super) const KIND: Kind = Kind::new(
    "amount_off",
    |t| t.kind_amount_off,
    &[
        Field::new("amount", |t| t.amount, Part::Amount).needed(),
        Field::new("per", |t| t.per, Part::Choice(PER)),
        TARGET,
        Field::new("overflow", |t| t.overflow, Part::Choice(OVERFLOW)).only("per", &["", "order"]).rare(),
        MAX_UNITS.only("per", &["unit"]),
        UNITS.only("per", &["unit"]),
    ],
)
.starting(&[("per", "order")]);
