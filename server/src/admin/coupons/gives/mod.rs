//! What a coupon gives, as the form writes it. One kind of benefit is one file here plus one line in [`KINDS`].

mod amount_off;
mod bundle_price;
mod buy_x_get_y;
mod by_billing_period;
mod fixed_price;
mod free_product;
mod free_shipping;
mod percent_off;
mod setup_fee_off;
mod shipping_off;
mod stored_value;
mod tiered;

use super::draft::field::{Choice, Field, Part};
use super::draft::kind::Kind;

/// Every kind, in the order of its cards.
pub(super) static KINDS: [&Kind; 12] = [
    &percent_off::KIND,
    &amount_off::KIND,
    &free_shipping::KIND,
    &buy_x_get_y::KIND,
    &tiered::KIND,
    &fixed_price::KIND,
    &bundle_price::KIND,
    &free_product::KIND,
    &shipping_off::KIND,
    &by_billing_period::KIND,
    &setup_fee_off::KIND,
    &stored_value::KIND,
];

/// A kind by its name.
pub(super) fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.into_iter().find(|kind| kind.name == name)
}

/// The most that a benefit gives.
const CAP: Field = Field::new("cap", |t| t.cap, Part::Amount).hint(|t| t.cap_hint).at("max_amount");
/// Which lines it is for.
const TARGET: Field = Field::new("target", |t| t.target, Part::Selector);
/// How many units it is for.
const MAX_UNITS: Field = Field::new("max_units", |t| t.max_units, Part::Count).hint(|t| t.max_units_hint).rare();
/// Which units those are.
const UNITS: Field = Field::new("units", |t| t.units, Part::Choice(DEAREST)).only("max_units", &[]).rare();
const DEAREST: &[Choice] = &[("dearest", |t| t.units_dearest), ("cheapest", |t| t.units_cheapest)];
/// Which services of shipping.
const SERVICES: Field =
    Field::new("services", |t| t.services, Part::List(super::draft::field::Of::Words)).hint(|t| t.services_hint);
