//! Something off setup fees; a waiver is 100 percent.

use super::TARGET;
use crate::admin::coupons::draft::field::{Field, Part, TWO_WAYS};
use crate::admin::coupons::draft::kind::Kind;

pub(super) const KIND: Kind = Kind::new(
    "setup_fee_off",
    |t| t.kind_setup_fee_off,
    &[Field::new("off", |t| t.setup_discount, Part::Off(TWO_WAYS)).hint(|t| t.setup_hint).at("").needed(), TARGET],
)
.starting(&[("off_way", "percent"), ("off", "100")]);
