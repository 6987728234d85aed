//! Where limits hold: every limited resource is one row of `counters`, and every change of it one conditional update.
//!
//! [`moves`] sums up what a unit of work takes and gives back and applies the differences in the order of their keys;
//! [`resource`] says what one use of a coupon counts against; [`recount`] makes the rows when a limit comes.

mod coupon_limits;
pub(crate) mod moves;
pub(crate) mod recount;
pub(crate) mod resource;

pub use coupon_limits::CouponLimits;
pub use moves::{LimitReached, Refusal};
