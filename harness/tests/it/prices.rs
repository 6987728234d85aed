//! Amounts.

use serde_json::{Value, json};
use tessera_harness::history::Kind;

use crate::story::{Story, grant, order_of, total};

const EXACT: &str = "every discount is exact";

fn story(change: impl FnOnce(&mut Value)) -> Story {
    let mut story = Story::with(total(5));
    let mut answer = grant("a", "ann", "committed");
    change(&mut answer);
    story.call(Kind::Redeem, "/v1/redemptions", order_of("a", "ann"), (0, 10), (201, answer));
    story
}

#[test]
fn what_the_coupon_gives_is_right() {
    story(|_| {}).holds(EXACT);
}

#[test]
fn parts_that_were_rounded_by_themselves_are_found() {
    let change = |answer: &mut Value| {
        answer["quote"]["discounts"]["applied"][0]["allocations"] =
            json!([{"amount": 233}, {"amount": 233}, {"amount": 233}]);
    };
    story(change).breaks(EXACT, "the parts", &[0]);
}

#[test]
fn another_amount_is_found() {
    story(|answer| answer["quote"]["discounts"]["applied"][0]["amount"] = json!(701)).breaks(
        EXACT,
        "takes off 701",
        &[0],
    );
}

#[test]
fn a_total_that_does_not_follow_is_found() {
    story(|answer| answer["quote"]["totals"]["total"] = json!(2_299)).breaks(EXACT, "3000 - 700 = 2299", &[0]);
    story(|answer| answer["redemptions"][0]["amount"] = json!(1)).breaks(EXACT, "redeemed 1", &[0]);
}

#[test]
fn a_part_of_the_amount_needs_a_reason() {
    let part = |answer: &mut Value| {
        let applied = &mut answer["quote"]["discounts"]["applied"][0];
        applied["amount"] = json!(200);
        applied["allocations"] = json!([{"amount": 200}]);
        answer["quote"]["line_items"][0]["total"] = json!(2_800);
        answer["quote"]["totals"] = json!({"subtotal": 3_000, "savings": 200, "total": 2_800});
        answer["redemptions"][0]["amount"] = json!(200);
    };
    story(part).breaks(EXACT, "takes off 200", &[0]);
    let trimmed = |answer: &mut Value| {
        part(answer);
        answer["quote"]["discounts"]["applied"][0]["trims"] = json!([{"by": "budget", "amount": 500}]);
    };
    story(trimmed).holds(EXACT);
}
