//! A product for nothing.

use crate::admin::coupons::draft::field::{Field, Part};
use crate::admin::coupons::draft::kind::Kind;

pub(super) const KIND: Kind = Kind::new(
    "free_product",
    |t| t.kind_free_product,
    &[
        Field::new("product_id", |t| t.free_product, Part::Text).hint(|t| t.free_product_hint).needed(),
        Field::new("quantity", |t| t.free_quantity, Part::Count).needed(),
    ],
)
.starting(&[("quantity", "1")]);
