//! Attempts to use a coupon that failed, counted by day and cause: what a marketer mends a coupon by.
//!
//! A quote writes nothing: what it refuses is counted in memory and written every few seconds. Of a process that dies the
//! last seconds are lost; nothing but a ranking rests on them.

mod list_failed_attempts;
mod note;
mod tally;
mod write;

pub use list_failed_attempts::FailedAttempt;
pub(crate) use note::shopper;
pub(crate) use tally::Tally;
