//! The shop against an API that a test plays: what no API does on demand.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod api;
mod guessing;
mod lost_answers;
mod visitor;
