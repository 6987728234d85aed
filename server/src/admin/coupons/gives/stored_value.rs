//! A balance. It stands with each code, so there is nothing to type.

use crate::admin::coupons::draft::kind::Kind;

pub(super) const KIND: Kind = Kind::new("stored_value", |t| t.kind_stored_value, &[]);
