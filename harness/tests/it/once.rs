//! One key, one answer.

use serde_json::json;
use tessera_harness::history::Kind;

use crate::story::{Story, grant, order_of, total};

const ONCE: &str = "one key, one answer";

#[test]
fn the_same_bytes_marked_as_a_replay_are_right() {
    let mut story = Story::with(total(5));
    let op = story.granted("a", "ann", (0, 10));
    story.answer_again(op, 1, (20, 30), (201, grant("a", "ann", "committed")), true);
    story.holds(ONCE);
}

#[test]
fn another_answer_for_the_key_is_found() {
    let mut story = Story::with(total(5));
    let op = story.granted("a", "ann", (0, 10));
    story.answer_again(op, 1, (20, 30), (409, json!({"code": "discount_not_available"})), true);
    story.breaks(ONCE, "two answers for one key: 201 from node 0, 409 from node 1", &[op]);
    let mut story = Story::with(total(5));
    let op = story.granted("a", "ann", (0, 10));
    story.answer_again(op, 1, (20, 30), (201, grant("b", "ann", "committed")), true);
    story.breaks(ONCE, "two answers for one key", &[op]);
}

#[test]
fn a_repeat_that_does_not_say_so_is_found() {
    let mut story = Story::with(total(5));
    let op = story.granted("a", "ann", (0, 10));
    story.answer_again(op, 1, (20, 30), (201, grant("a", "ann", "committed")), false);
    story.breaks(ONCE, "does not say", &[op]);
}

#[test]
fn answers_that_are_not_kept_may_differ() {
    let mut story = Story::with(total(5));
    let op = story.granted("a", "ann", (10, 20));
    story.answer_again(op, 1, (0, 30), (409, json!({"code": "request_in_progress"})), false);
    story.answer_again(op, 1, (40, 50), (503, json!({"code": "unavailable"})), false);
    story.answer_again(op, 1, (60, 70), (201, grant("a", "ann", "committed")), true);
    story.holds(ONCE);
}

#[test]
fn a_used_key_is_refused_for_another_body() {
    let body = || order_of("a", "ann");
    let mut story = Story::with(total(5));
    let refused = (422, json!({"code": "idempotency_key_reused"}));
    story.call(Kind::KeyReuse, "/v1/redemptions", body(), (0, 10), refused);
    story.holds(ONCE);
    let op = story.call(Kind::KeyReuse, "/v1/redemptions", body(), (0, 10), (201, grant("a", "ann", "committed")));
    story.breaks(ONCE, "taken for another request", &[op]);
}

#[test]
fn a_coupon_that_stands_in_its_own_way_is_found() {
    let mut story = Story::with(total(5));
    let op = story.unanswered(Kind::CreateCoupon, "/v1/coupons", json!({"code": "ONE"}), (0, 10));
    story.answer_again(op, 0, (20, 30), (409, json!({"code": "code_taken"})), false);
    story.breaks(ONCE, "refused because of itself", &[op]);
}
