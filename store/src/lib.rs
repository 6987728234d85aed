//! Everything Tessera keeps, behind one contract.
//!
//! **Purpose.** [`Store`] opens a database and runs work in it: [`Store::unit_of_work`] is one transaction that is
//! durable when it returns, [`Store::read`] is one consistent snapshot. What can be done inside is a free function
//! over [`Tx`], in one folder per aggregate: [`coupons`], [`codes`], [`redemptions`], [`customers`], [`products`],
//! [`reservations`], [`refunds`], [`balances`], [`claims`], [`campaigns`], [`categories`], [`history`], [`keys`], [`segments`], [`idempotency`], [`settings`], [`messages`],
//! [`changes`], [`webhooks`], [`jobs`], [`users`], [`sessions`], [`token_secrets`]; [`mod@verify`] looks at all of it. One file is one function, its
//! statement stands beside it.
//!
//! **Not here.** No rule of the pricing model and no use case: documents are text, what they mean is told by the
//! engine, and what belongs into one transaction is told by the `app` crate. Ids are handed in.
//!
//! **Where to start.** [`store`] opens, [`mod@tx`] is what a statement sees, `sqlite/writer.rs` is how a commit becomes
//! durable, `limits/moves.rs` is where limits hold, `redemptions/exchange.rs` is what comes before. The tables are in `migrations/`.
//!
//! Statements are written once, with `?N`, in the SQL that SQLite and PostgreSQL share: `TEXT`, `BIGINT` and `BLOB`
//! alone, times as microseconds UTC, JSON as text, booleans as 0 and 1.

pub mod backup;
pub mod balances;
pub mod campaigns;
pub mod categories;
pub mod changes;
pub mod check;
pub mod claims;
pub mod codes;
pub mod coupons;
pub mod cursor;
pub mod customers;
pub mod error;
#[cfg(feature = "faults")]
pub mod faults;
pub mod history;
pub mod idempotency;
mod job;
pub mod jobs;
pub mod keys;
mod ledger;
pub mod limits;
pub mod messages;
pub mod migrate;
mod planted;
mod postgres;
pub mod products;
mod put;
pub mod redemptions;
pub mod refunds;
pub mod reservations;
pub mod saved;
mod search;
pub mod segments;
mod select;
pub mod sessions;
pub mod settings;
mod sqlite;
pub mod statements;
pub mod store;
pub mod token_secrets;
pub mod two_step;
pub mod tx;
pub mod users;
pub mod value;
pub mod verify;
pub mod webhooks;

pub use check::Check;
pub use cursor::Page;
pub use error::{OpenError, StoreError};
pub use migrate::SchemaVersion;
pub use put::Put;
pub use store::{Clock, OpenOptions, Store};
pub use tx::Tx;
