//! The use cases over a database in memory, with a clock that the test owns.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod as_of;
mod backtests;
mod balances;
mod campaigns;
mod catalogue;
mod claims;
#[path = "../../../store/tests/cluster/mod.rs"]
mod cluster;
mod code_import;
mod codes;
mod coupons;
mod drafts;
mod history;
mod import;
mod life;
mod limits;
mod nodes_on_postgres;
mod orders;
mod past_orders;
mod people;
mod refunds;
mod reservations;
mod saved;
mod segments;
mod shop;
mod simulation;
mod templates;
mod tokens;
mod two_step;
mod validity;
mod webhooks;
