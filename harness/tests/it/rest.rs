//! Sequence numbers, reads, pauses, storms.

use serde_json::{Value, json};
use tessera_harness::history::Kind;

use crate::story::{Story, grant, order_of, total};

const RISE: &str = "sequence numbers rise";
const SHOWS: &str = "a read shows";
const PAUSED: &str = "a paused coupon";
const RUSH: &str = "of a rush";

fn numbered(story: &mut Story, order: &str, seq: u64, at: (u64, u64)) -> u64 {
    let mut answer = grant(order, "ann", "committed");
    answer["seq"] = json!({"cpn_1": seq});
    story.call(Kind::Redeem, "/v1/redemptions", order_of(order, "ann"), at, (201, answer))
}

#[test]
fn numbers_of_calls_at_the_same_time_may_be_in_any_order() {
    let mut story = Story::with(total(5));
    numbered(&mut story, "a", 3, (0, 10));
    numbered(&mut story, "b", 2, (5, 15));
    numbered(&mut story, "c", 4, (16, 20));
    story.holds(RISE);
}

#[test]
fn a_number_that_falls_is_found() {
    let mut story = Story::with(total(5));
    let early = numbered(&mut story, "a", 3, (0, 10));
    numbered(&mut story, "b", 4, (5, 40));
    let late = numbered(&mut story, "c", 2, (20, 30));
    story.breaks(RISE, "3 was told before 2 was asked for", &[early, late]);
}

#[test]
fn a_number_that_comes_twice_is_found() {
    let mut story = Story::with(total(5));
    let first = numbered(&mut story, "a", 3, (0, 10));
    let second = numbered(&mut story, "b", 3, (0, 10));
    story.breaks(RISE, "two changes have the number 3", &[first, second]);
}

#[test]
fn an_edit_that_changes_nothing_has_the_number_of_before() {
    let mut story = Story::with(total(5));
    numbered(&mut story, "a", 3, (0, 10));
    let edit = json!({"limits": {"total": 5}});
    story.call(Kind::EditCoupon, "/v1/coupons/cpn_1", edit, (20, 30), (200, json!({"seq": {"cpn_1": 3}})));
    story.holds(RISE);
}

fn read(story: &mut Story, at: (u64, u64), data: Value) -> u64 {
    story.call(Kind::Read, "/v1/redemptions?order_id=a&limit=200", Value::Null, at, (200, json!({"data": data})))
}

#[test]
fn a_read_that_misses_what_was_acknowledged_is_found() {
    let mut story = Story::with(total(5));
    let granted = story.granted("a", "ann", (10, 20));
    read(&mut story, (15, 30), json!([]));
    read(&mut story, (25, 30), json!([{"id": "rdm_a"}]));
    story.holds(SHOWS);
    let blind = read(&mut story, (25, 30), json!([]));
    story.breaks(SHOWS, "rdm_a was acknowledged and is not shown", &[granted, blind]);
}

fn change(story: &mut Story, kind: Kind, verb: &str, at: (u64, u64)) -> u64 {
    story.call(kind, &format!("/v1/coupons/cpn_1/{verb}"), json!({}), at, (200, json!({})))
}

#[test]
fn a_grant_while_paused_is_found_and_one_beside_a_pause_is_not() {
    let mut story = Story::with(total(5));
    let pause = change(&mut story, Kind::Pause, "pause", (10, 20));
    change(&mut story, Kind::Enable, "enable", (100, 110));
    story.granted("a", "ann", (15, 30));
    story.granted("b", "ann", (90, 105));
    story.holds(PAUSED);
    let granted = story.granted("c", "ann", (30, 40));
    story.breaks(PAUSED, "rdm_c was granted", &[pause, granted]);
}

#[test]
fn a_rush_grants_exactly_what_there_is() {
    let mut story = Story::with(total(2));
    story.0.exact.push(("cpn_1".to_owned(), 2));
    story.granted("a", "ann", (0, 10));
    story.breaks(RUSH, "1 were granted and 1 are listed", &[0]);
    story.granted("b", "bob", (0, 10));
    story.holds(RUSH);
    story.granted("c", "cid", (0, 10));
    story.breaks(RUSH, "3 were granted and 3 are listed", &[0, 1, 2]);
}
