//! A table of steps.

use super::{CAP, TARGET};
use crate::admin::coupons::draft::field::{Choice, Field, Part, TWO_WAYS};
use crate::admin::coupons::draft::kind::Kind;

const BASIS: &[Choice] = &[("spend", |t| t.basis_spend), ("quantity", |t| t.basis_quantity)];
const MODE: &[Choice] = &[("highest", |t| t.mode_highest), ("every", |t| t.mode_every)];
const STEP: &[Field] = &[
    Field::new("from", |t| t.step_from, Part::From).needed(),
    Field::new("off", |t| t.step_off, Part::Off(TWO_WAYS)).at("").needed(),
];

pub(super) const KIND: Kind = Kind::new(
    "tiered",
    |t| t.kind_tiered,
    &[
        Field::new("basis", |t| t.basis, Part::Choice(BASIS)).needed(),
        Field::new("mode", |t| t.mode, Part::Choice(MODE)).needed(),
        Field::new("tiers", |t| t.steps, Part::Rows(STEP)).needed(),
        CAP,
        TARGET,
    ],
)
.starting(&[("basis", "spend"), ("mode", "highest"), ("tiers.0.off_way", "percent"), ("tiers.1.off_way", "percent")]);
