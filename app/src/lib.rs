//! The use cases of Tessera, one file per verb.
//!
//! **Purpose.** Everything the product does stands here once, under one name that the handler above and the
//! store function below share: search `create_redemption` and the whole way shows. A use case gathers history
//! as facts, calls the pricing engine, and has the store make the effect in one unit of work.
//!
//! **Not here.** HTTP, templates, statements. The clock and randomness are handed in, so that a test owns both.
//!
//! **Where to start.** [`App`] holds what the use cases share. [`coupons`], [`codes`], [`claims`], [`campaigns`], [`quotes`], [`reservations`], [`redemptions`], [`orders`], [`refunds`], [`keys`],
//! [`products`], [`categories`], [`customers`], [`segments`], [`backtests`], [`settings`], [`messages`], [`templates`], [`views`], [`baskets`], [`import`],
//! [`tokens`], [`events`], [`audit`], [`webhooks`], [`users`], [`sessions`], [`two_step`] and [`jobs`] hold the verbs. [`problem`] is the one table of errors.

pub mod answer;
mod attempts;
pub mod audit;
pub mod backtests;
pub mod baskets;
pub mod bulk;
mod calculator;
pub mod caller;
pub mod campaigns;
pub mod categories;
mod change;
pub mod claims;
pub mod clock;
pub mod codes;
pub mod coupons;
pub mod customers;
mod difference;
pub mod events;
pub mod failed_attempts;
pub mod health;
pub mod identity;
pub mod ids;
pub mod import;
pub mod jobs;
pub mod keys;
pub mod live;
pub mod messages;
pub mod mutation;
pub mod orders;
pub mod page;
mod planted;
pub mod problem;
pub mod products;
pub mod quotes;
pub mod redemptions;
pub mod refunds;
pub mod reservations;
pub mod saved;
pub mod segments;
pub mod seq;
pub mod sessions;
pub mod settings;
pub mod spreadsheet;
mod start;
pub mod templates;
pub mod tokens;
pub mod two_step;
pub mod users;
pub mod views;
pub mod webhooks;

/// The store, for whoever puts the parts together.
pub use tessera_store as store;

pub use answer::Answer;
pub use caller::{Caller, KeyKind, Scope, Scopes};
pub use change::Change;
pub use difference::FieldChange;
pub use mutation::Mutation;
pub use page::{Page, PageRequest};
pub use problem::{ErrorCode, Problem};
pub use start::{App, StartError, StartOptions};
