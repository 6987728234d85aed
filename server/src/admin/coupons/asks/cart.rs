//! What must be in the cart.

use crate::admin::coupons::draft::field::{Choice, Field, Part};
use crate::admin::coupons::draft::kind::Kind;

const BASIS: &[Choice] =
    &[("", |t| t.basis_usual), ("before_discounts", |t| t.basis_before), ("after_discounts", |t| t.basis_after)];

pub(super) const KINDS: &[Kind] = &[
    Kind::new(
        "order_amount",
        |t| t.ask_order_amount,
        &[
            Field::new("min", |t| t.at_least, Part::Amount),
            Field::new("max", |t| t.at_most, Part::Amount),
            Field::new("basis", |t| t.ask_basis, Part::Choice(BASIS)).rare(),
            Field::new("scope", |t| t.ask_scope, Part::Scope).rare(),
        ],
    ),
    Kind::new(
        "order_quantity",
        |t| t.ask_order_quantity,
        &[
            Field::new("min", |t| t.at_least, Part::Count),
            Field::new("max", |t| t.at_most, Part::Count),
            Field::new("selector", |t| t.ask_which, Part::Selector),
        ],
    ),
    Kind::new(
        "order_weight",
        |t| t.ask_order_weight,
        &[
            Field::new("min_grams", |t| t.at_least_grams, Part::Count),
            Field::new("max_grams", |t| t.at_most_grams, Part::Count),
        ],
    ),
    Kind::new(
        "contains",
        |t| t.ask_contains,
        &[
            Field::new("all_of", |t| t.contains_all, Part::Selectors),
            Field::new("any_of", |t| t.contains_any, Part::Selectors),
            Field::new("none_of", |t| t.contains_none, Part::Selectors),
        ],
    )
    .starting(&[("all_of.0.products", "")]),
    Kind::new(
        "distinct_products",
        |t| t.ask_distinct_products,
        &[Field::new("min", |t| t.at_least, Part::Count).needed()],
    ),
];
