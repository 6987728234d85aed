//! The reliability harness: "never past a limit, never lost", checked from outside.
//!
//! **Purpose.** Starts the built `tessera` binary as one process on SQLite or as several nodes on PostgreSQL, sends
//! seeded load through proxies that break connections, kills and freezes processes, writes down every call and every
//! answer, and then checks the whole history against what the product promises. Any violation is an exit code.
//!
//! **Not here.** No crate of the product: own client, own model. What is known of the product is its HTTP contract, how
//! it is started, and the table and column names in `probe/schema.rs`.
//!
//! **Where to start.** `run.rs` is a run from beginning to end; each file in `checker/` is one promise. `throughput/` is
//! another program: how many redemptions a second, beside the bare database.

mod arguments;
mod client;
mod draw;
mod faults;
mod feed;
mod generator;
mod http;
mod open_loop;
mod reasons;
mod report;
mod run;
mod scenario;
mod supervisor;

pub mod checker;
pub mod history;
pub mod probe;
pub mod proxy;
pub mod shop;
pub mod shoppers;
pub mod throughput;

pub use arguments::Arguments;
pub use run::run;
