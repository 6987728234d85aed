//! The feed of events and the audit trail against the ledger and the answers.

use serde_json::json;
use tessera_harness::checker::{AuditEntry, Event};
use tessera_harness::history::Kind;

use crate::story::{Story, order_of, total};

const TOLD: &str = "what happened is told once";
const NOTED: &str = "every mutation is in the audit trail";

/// Tells the next event of an aggregate.
fn tell(story: &mut Story, kind: &str, aggregate: &str) {
    let earlier = story.0.events.iter().filter(|event| event.aggregate == aggregate).count();
    let seq = u64::try_from(earlier).unwrap() + 1;
    let id = format!("evt_{}", story.0.events.len());
    let (kind, aggregate) = (kind.to_owned(), aggregate.to_owned());
    let version = kind.starts_with("coupon.").then_some(seq);
    story.0.events.push(Event { id, kind, aggregate, seq, version });
}

fn note(story: &mut Story, action: &str, resource: &str) {
    story.0.audit.push(AuditEntry { action: action.to_owned(), resource: resource.to_owned() });
}

/// An order that is placed, told and noted.
fn placed(story: &mut Story, order: &str) -> u64 {
    let op = story.granted(order, "ann", (0, 10));
    tell(story, "order.placed", &format!("order:{order}"));
    tell(story, "redemption.committed", &format!("rdm_{order}"));
    note(story, "create_redemption", &format!("order:{order}"));
    op
}

/// A coupon that is made and paused, told and noted.
fn edited(story: &mut Story) -> u64 {
    let answer = |version| json!({"id": "cpn_1", "version": version});
    story.call(Kind::CreateCoupon, "/v1/coupons", json!({}), (0, 10), (201, answer(1)));
    let op = story.call(Kind::Pause, "/v1/coupons/cpn_1/pause", json!({}), (20, 30), (200, answer(2)));
    tell(story, "coupon.created", "cpn_1");
    tell(story, "coupon.paused", "cpn_1");
    note(story, "create_coupon", "cpn_1");
    note(story, "pause_coupon", "cpn_1");
    op
}

#[test]
fn what_is_told_and_noted_as_it_happened_is_right() {
    let mut story = Story::with(total(5));
    placed(&mut story, "a");
    edited(&mut story);
    story.refused("b", (0, 10));
    story.unanswered(Kind::Redeem, "/v1/redemptions", order_of("c", "ann"), (0, 10));
    story.held("d", (0, 10));
    tell(&mut story, "reservation.held", "rsv_d");
    note(&mut story, "create_reservation", "rsv_d");
    story.then(Kind::Release, "d", "release", (20, 30), (200, json!({"state": "released"})));
    tell(&mut story, "reservation.released", "rsv_d");
    story.holds(TOLD);
    story.holds(NOTED);
}

#[test]
fn an_event_that_a_crash_took_is_found() {
    let mut story = Story::with(total(5));
    let op = placed(&mut story, "a");
    story.0.events.clear();
    story.breaks(TOLD, "order:a has 0 events order.placed, it has to have 1", &[op]);
    story.breaks(TOLD, "rdm_a, which is committed, has 0 events redemption.committed", &[]);
}

#[test]
fn an_event_of_a_refused_order_is_found() {
    let mut story = Story::with(total(5));
    let op = story.refused("a", (0, 10));
    tell(&mut story, "order.placed", "order:a");
    tell(&mut story, "redemption.committed", "rdm_a");
    story.breaks(TOLD, "order:a has 1 events order.placed, it has to have 0", &[op]);
    story.breaks(TOLD, "redemption.committed of rdm_a, which the ledger does not have", &[]);
}

#[test]
fn an_event_that_is_told_twice_or_out_of_order_is_found() {
    let mut story = Story::with(total(5));
    placed(&mut story, "a");
    let mut again = story.0.events[0].clone();
    story.0.events.push(again.clone());
    story.breaks(TOLD, "evt_0 is told twice", &[]);
    story.breaks(TOLD, "order:a: event 1 comes after event 1", &[]);
    again.id = "evt_9".to_owned();
    again.seq = 3;
    story.0.events[2] = again;
    story.breaks(TOLD, "order:a: event 3 comes after event 1", &[]);
}

#[test]
fn a_cancelled_redemption_is_told_as_such() {
    let mut story = Story::with(total(5));
    placed(&mut story, "a");
    story.0.ledger[0].state = "cancelled".to_owned();
    story.breaks(TOLD, "rdm_a, which is cancelled, has 0 events redemption.cancelled", &[]);
    tell(&mut story, "redemption.cancelled", "rdm_a");
    story.holds(TOLD);
}

#[test]
fn a_version_of_a_coupon_that_is_not_told_is_found() {
    let mut story = Story::with(total(5));
    let op = edited(&mut story);
    story.0.events.pop();
    story.breaks(TOLD, "cpn_1: 0 events tell of version 2", &[op]);
}

#[test]
fn a_missing_entry_of_the_audit_trail_is_found() {
    let mut story = Story::with(total(5));
    let (ordered, paused) = (placed(&mut story, "a"), edited(&mut story));
    story.0.audit.pop();
    story.breaks(NOTED, "cpn_1: 1 entries of edits, there have to be 2 to 2", &[paused]);
    story.0.audit.clear();
    story.breaks(NOTED, "order:a: 0 entries of create_redemption", &[ordered]);
}

#[test]
fn an_entry_of_a_refused_mutation_is_found() {
    let mut story = Story::with(total(5));
    let paused = edited(&mut story);
    note(&mut story, "pause_coupon", "cpn_1");
    story.breaks(NOTED, "cpn_1: 3 entries of edits, there have to be 2 to 2", &[paused]);
    let refused = story.refused("b", (0, 10));
    note(&mut story, "create_redemption", "order:b");
    story.breaks(NOTED, "order:b: 1 entries of create_redemption, there have to be 0 to 0", &[refused]);
}
