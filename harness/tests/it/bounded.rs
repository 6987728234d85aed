//! Deadlines, statuses, recoveries, unknown outcomes.

use serde_json::json;
use tessera_harness::history::{Disturbance, Kind, Phase, Recovery};

use crate::story::{MILLI, Story, order_of, total};

const IN_TIME: &str = "every call ends in time";
const NO_FAULT: &str = "no answer is a fault";
const KNOWN: &str = "outcomes are known";
const WELL: &str = "well again";

fn disturbed(hides_answers: bool) -> Disturbance {
    let name = "as asked".to_owned();
    Disturbance { name, node: Some(0), hides_answers, from: 0, to: 1_000 * MILLI }
}

#[test]
fn a_call_that_does_not_end_is_found() {
    let mut story = Story::with(total(5));
    story.granted("a", "ann", (0, 10_000));
    story.holds(IN_TIME);
    let op = story.unanswered(Kind::Redeem, "/v1/redemptions", order_of("b", "ann"), (0, 12_000));
    story.breaks(IN_TIME, "no end after 12000 ms", &[op]);
}

#[test]
fn a_thousand_at_once_have_no_more_time() {
    for (end, is_in_time) in [(10_400, true), (10_600, false)] {
        let mut story = Story::with(total(5));
        story.unanswered(Kind::Redeem, "/v1/redemptions", order_of("a", "ann"), (0, end));
        story.0.calls[0].phase = Phase::Storm;
        assert_eq!(story.verdict(IN_TIME).violations.is_empty(), is_in_time, "{end}");
    }
}

#[test]
fn only_a_fault_that_hides_answers_excuses_lateness() {
    for hides_answers in [true, false] {
        let mut story = Story::with(total(5));
        story.unanswered(Kind::Redeem, "/v1/redemptions", order_of("a", "ann"), (500, 12_500));
        story.0.disturbances.push(disturbed(hides_answers));
        assert_eq!(story.verdict(IN_TIME).violations.is_empty(), hides_answers);
    }
}

#[test]
fn a_fault_of_the_product_is_found_whatever_is_disturbed() {
    let mut story = Story::with(total(5));
    story.0.disturbances.push(disturbed(true));
    let op = story.call(Kind::Redeem, "/v1/redemptions", order_of("a", "ann"), (0, 10), (500, json!({})));
    story.breaks(NO_FAULT, "status 500", &[op]);
    story.holds(IN_TIME);
}

#[test]
fn not_now_needs_a_reason() {
    let mut story = Story::with(total(5));
    story.0.disturbances.push(disturbed(false));
    let order = || order_of("a", "ann");
    story.call(Kind::Redeem, "/v1/redemptions", order(), (5_900, 5_950), (503, json!({})));
    story.holds(IN_TIME);
    let op = story.call(Kind::Redeem, "/v1/redemptions", order(), (6_100, 6_200), (503, json!({})));
    story.breaks(IN_TIME, "503 on node 0", &[op]);
    story.0.calls[1].phase = Phase::Storm;
    story.holds(IN_TIME);
}

#[test]
fn what_is_unknown_at_the_end_is_found() {
    let mut story = Story::with(total(5));
    story.granted("a", "ann", (0, 10));
    story.holds(KNOWN);
    let op = story.unanswered(Kind::Redeem, "/v1/redemptions", order_of("b", "ann"), (0, 10));
    story.breaks(KNOWN, "no answer even when all is calm", &[op]);
}

#[test]
fn many_unknown_outcomes_without_faults_are_found() {
    let mut story = Story::with(total(500));
    for at in 0..100 {
        story.granted(&format!("o{at}"), "ann", (0, 10));
    }
    for at in 0..3 {
        let op = story.unanswered(Kind::Read, "/v1/redemptions?order_id=o", json!(null), (at, 10));
        assert_eq!(op, 100 + at);
    }
    for call in &mut story.0.calls {
        call.phase = Phase::Steady;
    }
    story.breaks(KNOWN, "3 of 103 calls without faults", &[]);
}

#[test]
fn a_late_recovery_is_found() {
    let mut story = Story::with(total(5));
    let name = "a mutation succeeds after a fault".to_owned();
    story.0.recoveries.push(Recovery { name: name.clone(), millis: 5_000, bound_millis: 5_000 });
    story.holds(WELL);
    story.0.recoveries.push(Recovery { name, millis: 5_001, bound_millis: 5_000 });
    story.breaks(WELL, "5001 ms", &[]);
}
