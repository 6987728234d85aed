//! A second, slow and obvious pricing of small carts, written from `docs/MODEL.md` and sharing no computation with the
//! engine: units are taken one by one, shares placed one by one, and every set of coupons is run and compared. What
//! the engine answers must be what this answers. It reads the engine's documents and nothing else of it.

mod answer;
mod benefit;
mod choice;
mod condition;
mod selector;
mod set;
mod split;
mod units;

pub(crate) use answer::Answer;
pub(crate) use choice::Market;
