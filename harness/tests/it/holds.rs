//! Holds.

use serde_json::json;
use tessera_harness::history::Kind;

use crate::story::{Story, grant, total};

const ONCE: &str = "a hold ends once";

#[test]
fn one_end_is_right() {
    let mut story = Story::with(total(5));
    story.held("a", (0, 10));
    story.then(Kind::Commit, "a", "commit", (20, 40), (200, grant("a", "ann", "committed")));
    story.then(Kind::Commit, "a", "commit", (21, 45), (200, grant("a", "ann", "committed")));
    story.then(Kind::Release, "a", "release", (25, 50), (409, json!({"code": "order_already_committed"})));
    story.holds(ONCE);
}

#[test]
fn a_commit_and_a_release_are_found() {
    let mut story = Story::with(total(5));
    story.held("a", (0, 10));
    let commit = story.then(Kind::Commit, "a", "commit", (20, 40), (200, grant("a", "ann", "committed")));
    let release = story.then(Kind::Release, "a", "release", (20, 40), (200, json!({"state": "released"})));
    story.breaks(ONCE, "committed and released", &[commit, release]);
}

#[test]
fn two_commits_with_different_redemptions_are_found() {
    let mut story = Story::with(total(5));
    story.held("a", (0, 10));
    let mut other = grant("a", "ann", "committed");
    other["redemptions"][0]["id"] = json!("rdm_other");
    story.then(Kind::Commit, "a", "commit", (20, 40), (200, grant("a", "ann", "committed")));
    story.then(Kind::Commit, "a", "commit", (20, 40), (200, other));
    story.breaks(ONCE, "committed twice", &[1, 2]);
}

#[test]
fn a_commit_after_the_end_is_found() {
    let mut story = Story::with(total(5));
    story.held("a", (0, 10));
    let late = story.then(Kind::Commit, "a", "commit", (2_500, 2_600), (200, grant("a", "ann", "committed")));
    story.breaks(ONCE, "after it had expired", &[late]);
}

#[test]
fn a_commit_after_the_first_end_of_an_extended_hold_is_right() {
    let mut story = Story::with(total(5));
    story.held("a", (0, 10));
    let path = "/v1/reservations/rsv_a/extend";
    story.call(Kind::Extend, path, json!({"hold_seconds": 5}), (500, 510), (200, json!({"state": "held"})));
    story.then(Kind::Commit, "a", "commit", (2_500, 2_600), (200, grant("a", "ann", "committed")));
    story.holds(ONCE);
}

#[test]
fn a_success_that_says_something_else_is_found() {
    let mut story = Story::with(total(5));
    story.held("a", (0, 10));
    let op = story.then(Kind::Commit, "a", "commit", (20, 40), (200, grant("a", "ann", "held")));
    story.breaks(ONCE, "does not say committed", &[op]);
}
