//! Quotes: what a cart costs. Nothing is changed by asking.

mod balances;
mod claims;
mod create_quote;
mod create_quote_batch;
mod create_unsaved_quote;
mod fill_cart;
mod fill_segments;
mod first_order;
mod gather_facts;
mod held;
mod moment;
mod present;
mod unknown_codes;

pub(crate) use claims::FoundClaim;
pub(crate) use create_quote::{PriceFor, Priced, Purpose};
pub use create_quote_batch::QuoteBatch;
pub(crate) use fill_cart::fill_line;
pub(crate) use gather_facts::{asked_of_store, store_day, with_history};
pub(crate) use held::Held;
pub(crate) use moment::Moment;
pub(crate) use present::Candidates;
pub(crate) use unknown_codes::UnknownCodes;
