//! Something off the shipping.

use super::SERVICES;
use crate::admin::coupons::draft::field::{Field, Part, THREE_WAYS};
use crate::admin::coupons::draft::kind::Kind;

pub(super) const KIND: Kind = Kind::new(
    "shipping_off",
    |t| t.kind_shipping_off,
    &[Field::new("off", |t| t.shipping_discount, Part::Off(THREE_WAYS)).at("").needed(), SERVICES],
)
.starting(&[("off_way", "fixed_price")]);
