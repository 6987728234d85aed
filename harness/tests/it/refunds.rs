//! Refunds.

use serde_json::{Value, json};
use tessera_harness::history::Kind;

use crate::story::{Story, total};

const PAID: &str = "refunds never exceed";

/// An order of three units for 23.00, then these refunds: the body and what came back.
fn story(refunds: &[(Value, i64)]) -> Story {
    let mut story = Story::with(total(5));
    story.granted("a", "ann", (0, 10));
    for (body, amount) in refunds {
        let answer = (201, json!({"id": "rfd", "amount": amount}));
        story.call(Kind::Refund, "/v1/orders/a/refunds", body.clone(), (20, 30), answer);
    }
    story
}

fn units(quantity: u64) -> Value {
    json!({"lines": [{"line_id": "1", "quantity": quantity}]})
}

#[test]
fn parts_up_to_the_whole_are_right() {
    story(&[(units(1), 766), (units(1), 767), (json!({"full": true}), 767)]).holds(PAID);
}

#[test]
fn more_than_was_paid_is_found() {
    story(&[(json!({"full": true}), 2_300), (units(1), 766)]).breaks(PAID, "3066 came back of 2300", &[0, 1, 2]);
}

#[test]
fn a_cent_that_stays_behind_is_found() {
    story(&[(units(1), 766), (json!({"full": true}), 1_533)]).breaks(PAID, "2299 of 2300 was refunded", &[2]);
}

#[test]
fn more_units_than_were_bought_are_found() {
    story(&[(units(2), 100), (units(2), 100)]).breaks(PAID, "4 units of line 1", &[1, 2]);
}

#[test]
fn a_refund_below_zero_is_found() {
    story(&[(units(1), -1)]).breaks(PAID, "below zero", &[1]);
}
