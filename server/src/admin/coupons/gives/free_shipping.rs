//! Free shipping.

use super::{CAP, SERVICES};
use crate::admin::coupons::draft::kind::Kind;

pub(super) const KIND: Kind = Kind::new("free_shipping", |t| t.kind_free_shipping, &[CAP, SERVICES]);
