//! A price for any so many units.

use super::TARGET;
use crate::admin::coupons::draft::field::{Field, Part};
use crate::admin::coupons::draft::kind::Kind;

pub(super) const KIND: Kind = Kind::new(
    "bundle_price",
    |t| t.kind_bundle_price,
    &[
        Field::new("quantity", |t| t.bundle_quantity, Part::Count).needed(),
        Field::new("amount", |t| t.bundle_amount, Part::Amount).needed(),
        TARGET.needed(),
        Field::new("max_applications", |t| t.max_applications, Part::Count).hint(|t| t.limit_hint),
    ],
)
.starting(&[("quantity", "3")]);
