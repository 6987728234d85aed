//! The use cases over a database in memory, with a clock that the test owns.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod as_of;
mod balances;
mod campaigns;
#[path = "../../../store/tests/cluster/mod.rs"]
mod cluster;
mod coupons;
mod history;
mod import;
mod limits;
mod nodes_on_postgres;
mod orders;
mod refunds;
mod reservations;
mod saved;
mod shop;
mod simulation;
mod templates;
mod validity;
mod webhooks;
