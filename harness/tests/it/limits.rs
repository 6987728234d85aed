//! Limits, by the answers.

use serde_json::json;
use tessera_harness::history::Kind;
use tessera_harness::shop::{Handling, Limits};

use crate::story::{Story, total};

const PASSED: &str = "no limit and no budget is passed";
const TRUE: &str = "a refusal for a limit is true";

#[test]
fn as_many_as_there_are_is_right_and_one_more_is_not() {
    let mut story = Story::with(total(2));
    let first = story.granted("a", "ann", (0, 10));
    story.granted("b", "bob", (5, 15));
    story.holds(PASSED);
    let third = story.granted("c", "cid", (6, 16));
    story.breaks(PASSED, "uses in all", &[first, third]);
}

#[test]
fn every_kind_of_limit_is_looked_at() {
    let none = Limits::default();
    for (limits, words) in [
        (Limits { per_customer: Some(1), ..none }, "uses of a customer ann"),
        (Limits { per_code: Some(1), ..none }, "uses of a code ONE"),
        (Limits { per_day: Some(1), ..none }, "uses in a day 2026-06-01"),
        (Limits { budget: Some(1_399), ..none }, "money in all"),
        (Limits { budget_per_customer: Some(1_399), ..none }, "money for a customer ann"),
        (Limits { budget_per_day: Some(1_399), ..none }, "money in a day 2026-06-01"),
    ] {
        let mut story = Story::with(limits);
        story.granted("a", "ann", (0, 10));
        story.holds(PASSED);
        story.granted("b", "ann", (20, 30));
        story.breaks(PASSED, words, &[0, 1]);
    }
}

#[test]
fn a_limit_of_a_customer_is_not_one_of_all() {
    let mut story = Story::with(Limits { per_customer: Some(1), ..Limits::default() });
    story.granted("a", "ann", (0, 10));
    story.granted("b", "bob", (0, 10));
    story.holds(PASSED);
}

#[test]
fn a_cancelled_use_is_free_again_but_its_money_is_not() {
    let limits = Limits { budget: Some(1_000), ..total(1) };
    let mut story = Story::with(limits);
    story.granted("a", "ann", (0, 10));
    story.call(Kind::CancelRedemption, "/v1/redemptions/rdm_a/cancel", json!({}), (20, 30), (200, json!({})));
    story.granted("b", "bob", (25, 40));
    story.breaks(PASSED, "money in all", &[0, 2]);
    assert_eq!(story.verdict(PASSED).violations.len(), 1, "the use itself was free");
}

#[test]
fn a_hold_that_may_have_expired_is_free_and_a_live_one_is_not() {
    let mut story = Story::with(total(1));
    story.held("a", (0, 10));
    story.granted("b", "bob", (1_100, 1_200));
    story.holds(PASSED);
    let mut story = Story::with(total(1));
    let held = story.held("a", (0, 10));
    let other = story.granted("b", "bob", (100, 200));
    story.breaks(PASSED, "uses in all", &[held, other]);
}

#[test]
fn nothing_is_granted_above_a_lowered_limit() {
    let mut story = Story::with(total(3));
    story.0.coupons[0].handling = Handling::Edited;
    story.granted("a", "ann", (0, 10));
    story.granted("b", "bob", (0, 10));
    let lower = json!({"limits": {"total": 1}});
    story.call(Kind::EditCoupon, "/v1/coupons/cpn_1", lower, (20, 30), (200, json!({})));
    story.holds(PASSED);
    // Stale rules for two seconds: planted bug 8.
    let late = story.granted("c", "cid", (40, 50));
    story.breaks(PASSED, "the limit was 1 at most", &[late]);
}

#[test]
fn while_a_limit_is_being_lowered_both_may_be_in_force() {
    let mut story = Story::with(total(3));
    story.0.coupons[0].handling = Handling::Edited;
    story.granted("a", "ann", (0, 10));
    let lower = json!({"limits": {"total": 1}});
    story.call(Kind::EditCoupon, "/v1/coupons/cpn_1", lower, (20, 60), (200, json!({})));
    story.granted("b", "bob", (40, 50));
    story.holds(PASSED);
}

#[test]
fn a_refusal_is_true_when_the_limit_may_have_been_reached() {
    let mut story = Story::with(total(1));
    story.granted("a", "ann", (0, 50));
    story.refused("b", (10, 20));
    story.holds(TRUE);
    let mut story = Story::with(total(2));
    story.granted("a", "ann", (0, 50));
    let refused = story.refused("b", (10, 20));
    story.breaks(TRUE, "at most 1 uses stood", &[refused]);
}

#[test]
fn a_use_that_surely_came_back_does_not_justify_a_refusal() {
    let mut story = Story::with(total(1));
    story.held("a", (0, 10));
    story.then(Kind::Release, "a", "release", (20, 30), (200, json!({"state": "released"})));
    let refused = story.refused("b", (40, 50));
    story.breaks(TRUE, "at most 0 uses stood", &[refused]);
}

#[test]
fn an_unknown_outcome_may_justify_a_refusal() {
    let mut story = Story::with(total(1));
    story.unanswered(Kind::Redeem, "/v1/redemptions", crate::story::order_of("a", "ann"), (0, 10));
    story.refused("b", (40, 50));
    story.holds(TRUE);
}
