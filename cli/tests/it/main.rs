//! The real binary, started as a user starts it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod as_code;
mod backup;
mod browser;
mod codes;
mod demo;
mod http;
mod output;
mod process;
mod readme;
mod serve;
mod users;
