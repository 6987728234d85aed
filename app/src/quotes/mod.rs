//! Quotes: what a cart costs. Nothing is changed by asking.

mod create_quote;
mod create_quote_batch;
mod create_unsaved_quote;
mod fill_cart;
mod first_order;
mod gather_facts;
mod moment;
mod present;
mod unknown_codes;

pub(crate) use create_quote::{Priced, Purpose};
pub use create_quote_batch::QuoteBatch;
pub(crate) use unknown_codes::UnknownCodes;
