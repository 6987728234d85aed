//! The harness can fail: every check passes a good history and finds a bad one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bounded;
mod effects;
mod events;
mod flushes;
mod history;
mod holds;
mod limits;
mod once;
mod prices;
mod proxy;
mod refunds;
mod rest;
mod snapshots;
mod story;
