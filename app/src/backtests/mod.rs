//! Backtests: what a coupon would have done to the orders there were, priced by the same engine. Decision 0019.
//!
//! [`plan`] is what is asked, [`run`] goes through the orders in the order of time, [`tally`] is the answer. [`book`] is
//! what each customer had ordered before, [`used`] what the coupon has given so far: its limits hold inside the backtest.

mod book;
mod count_matching;
mod create_backtest;
mod create_draft_backtest;
mod plan;
mod request;
mod run;
mod tally;
mod used;
mod work;

pub use count_matching::Matching;
pub use request::{BacktestRequest, DraftBacktest};
pub(crate) use run::RunningBacktests;
pub(crate) use work::Backtest;
