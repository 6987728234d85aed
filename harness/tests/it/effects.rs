//! What was acknowledged, what was refused, what is in the ledger.

use serde_json::json;
use tessera_harness::history::Kind;

use crate::story::{Story, order_of, total};

const KEPT: &str = "what was acknowledged is kept";

#[test]
fn what_was_acknowledged_is_there() {
    let mut story = Story::with(total(5));
    story.granted("a", "ann", (0, 10));
    story.refused("b", (0, 10));
    story.holds(KEPT);
}

#[test]
fn an_answer_before_its_commit_is_lost_by_a_crash() {
    let mut story = Story::with(total(5));
    let op = story.granted("a", "ann", (0, 10));
    story.0.ledger.clear();
    story.breaks(KEPT, "acknowledged and is lost", &[op]);
}

#[test]
fn a_refusal_that_took_effect_is_found() {
    let mut story = Story::with(total(5));
    let op = story.refused("a", (0, 10));
    story.enter("a", "committed");
    story.breaks(KEPT, "refused, and still there is", &[op]);
}

#[test]
fn a_second_effect_of_one_order_is_found() {
    let mut story = Story::with(total(5));
    let op = story.granted("a", "ann", (0, 10));
    story.enter("a", "committed");
    story.0.ledger[1].id = "rdm_other".to_owned();
    story.breaks(KEPT, "no answer names redemption rdm_other", &[op]);
    story.breaks(KEPT, "2 redemptions of cpn_1 in one order", &[op]);
}

#[test]
fn an_unknown_outcome_may_have_an_effect_or_none() {
    for has_effect in [true, false] {
        let mut story = Story::with(total(5));
        story.unanswered(Kind::Redeem, "/v1/redemptions", order_of("a", "ann"), (0, 10));
        if has_effect {
            story.enter("a", "committed");
        }
        story.holds(KEPT);
    }
}

#[test]
fn an_order_that_nobody_asked_for_is_found() {
    let mut story = Story::with(total(5));
    story.enter("z", "committed");
    story.breaks(KEPT, "an order that nobody asked for", &[]);
}

#[test]
fn a_released_hold_is_not_committed_in_the_ledger() {
    let mut story = Story::with(total(5));
    story.held("a", (0, 10));
    let op = story.then(Kind::Release, "a", "release", (20, 30), (200, json!({"state": "released"})));
    story.enter("a", "released");
    story.holds(KEPT);
    story.0.ledger[0].state = "committed".to_owned();
    story.breaks(KEPT, "it has to be one of [\"released\"]", &[op]);
}

#[test]
fn a_committed_hold_is_not_expired_in_the_ledger() {
    let mut story = Story::with(total(5));
    story.held("a", (0, 10));
    story.then(Kind::Commit, "a", "commit", (20, 30), (200, json!({"state": "committed"})));
    story.enter("a", "committed");
    story.holds(KEPT);
    story.0.ledger[0].state = "expired".to_owned();
    story.breaks(KEPT, "rdm_a is expired", &[0, 1]);
}
