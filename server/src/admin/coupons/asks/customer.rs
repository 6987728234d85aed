//! Who the customer must be.

use crate::admin::coupons::draft::field::{Choice, Field, Of, Part};
use crate::admin::coupons::draft::kind::Kind;

const TYPES: &[Choice] = &[("new", |t| t.customer_new), ("existing", |t| t.customer_existing)];
const WITHIN: Field = Field::new("within_days", |t| t.ask_within_days, Part::Count).hint(|t| t.ask_within_days_hint);

pub(super) const KINDS: &[Kind] = &[
    Kind::new("first_order", |t| t.ask_first_order, &[]),
    Kind::new(
        "customer_type",
        |t| t.ask_customer_type,
        &[Field::new("is", |t| t.ask_is, Part::Choice(TYPES)).needed()],
    )
    .starting(&[("is", "new")]),
    Kind::new(
        "customer_in",
        |t| t.ask_customer_in,
        &[Field::new("segments", |t| t.ask_segments, Part::List(Of::Segments)).needed()],
    ),
    Kind::new(
        "customer_is",
        |t| t.ask_customer_is,
        &[Field::new("ids", |t| t.ask_customers, Part::List(Of::Customers)).needed()],
    ),
    Kind::new(
        "email_domain",
        |t| t.ask_email_domain,
        &[Field::new("domains", |t| t.ask_domains, Part::List(Of::Words)).hint(|t| t.ask_domains_hint).needed()],
    ),
    Kind::new(
        "orders_count",
        |t| t.ask_orders_count,
        &[Field::new("min", |t| t.at_least, Part::Count), Field::new("max", |t| t.at_most, Part::Count)],
    ),
    Kind::new(
        "total_spent",
        |t| t.ask_total_spent,
        &[Field::new("min", |t| t.at_least, Part::Amount), Field::new("max", |t| t.at_most, Part::Amount), WITHIN],
    ),
    Kind::new(
        "purchased",
        |t| t.ask_purchased,
        &[Field::new("selector", |t| t.ask_which, Part::Selector).needed(), WITHIN],
    ),
    Kind::new("verified_identity", |t| t.ask_verified_identity, &[]),
];
