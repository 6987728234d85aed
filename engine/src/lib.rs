//! The pricing model of Tessera as one pure function.
//!
//! **Purpose.** [`evaluate()`] takes a cart, the coupons that may touch it and the history it needs as
//! [`Facts`], and answers with a [`Quote`]: what every line costs, which coupon gave what, and why
//! the others gave nothing. Same inputs, same bytes out, on every machine; the browser runs the same
//! code through `engine-wasm`. The rules are `docs/MODEL.md`; its section numbers are cited throughout.
//!
//! **Not here.** No input or output, no clock, no randomness, no floats, no async, no order that
//! depends on a hash. Whoever calls gathers history and names the instant.
//!
//! **Where to start.** [`evaluate`](mod@evaluate) reads like a table of contents of the pipeline.
//! [`cart`], [`coupon`] and [`quote`] are the documents that go in and come out, [`decode`] reads them
//! from JSON and reports every fault at once. A benefit kind is one file in [`benefit`], a condition
//! kind one file in [`condition`].

pub mod allocation;
pub mod arithmetic;
mod balances;
pub mod benefit;
pub mod calculator;
mod candidates;
pub mod cart;
pub mod catalogue;
pub mod claim;
pub mod code;
pub mod compiled;
pub mod condition;
pub mod coupon;
pub mod decode;
pub mod evaluate;
mod explain;
pub mod facts;
mod hints;
pub mod kind;
mod ledger;
mod lines;
pub mod lint;
pub mod locale;
mod matching;
mod members;
pub mod messages;
pub mod money;
#[cfg(feature = "openapi")]
mod openapi;
mod own_gifts;
mod planted;
pub mod quote;
pub mod reason;
mod record;
mod rejection;
pub mod renewal;
mod report;
mod runner;
pub mod schema;
mod search;
pub mod segment;
pub mod settings;
mod settle;
pub mod stacking;
pub mod summary;
pub mod target;
pub mod tax;
mod trims;
pub mod units;
pub mod unsaved;
mod words;

pub use cart::Cart;
pub use catalogue::Catalogue;
pub use claim::Claim;
pub use code::Code;
pub use compiled::CompiledCoupon;
pub use coupon::{Coupon, Terms};
pub use decode::{DecodeError, FieldError, from_json};
pub use evaluate::{Categories, Presented, Request, evaluate};
pub use facts::Facts;
pub use locale::Locale;
pub use money::{Amounts, Currency, Money, Percent};
pub use quote::Quote;
pub use reason::Reason;
pub use settings::Settings;
pub use unsaved::UnsavedRequest;
