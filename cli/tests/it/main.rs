//! The real binary, started as a user starts it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod as_code;
mod backup;
mod browser;
#[path = "../../../store/tests/cluster/mod.rs"]
mod cluster;
mod codes;
mod demo;
mod http;
mod moving;
mod output;
mod process;
mod readme;
mod serve;
mod users;
