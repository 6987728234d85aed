//! The shop against an API that a test plays.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]
