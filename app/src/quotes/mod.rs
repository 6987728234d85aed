//! Quotes: what a cart costs. Nothing is changed by asking.

mod balances;
mod claims;
mod create_quote;
mod create_quote_batch;
mod create_unsaved_quote;
mod examine_code;
mod fill_cart;
mod fill_segments;
mod first_order;
mod for_shopper;
mod gather_facts;
mod held;
mod moment;
mod present;
mod quote_draft;
mod shopper;
mod standing;
mod unknown_codes;
mod wrong_codes;

pub(crate) use claims::FoundClaim;
pub(crate) use create_quote::{PriceFor, Priced, Purpose};
pub use create_quote_batch::QuoteBatch;
pub use examine_code::ExaminedCode;
pub(crate) use fill_cart::fill_line;
pub(crate) use for_shopper::hide_details;
pub(crate) use gather_facts::{asked_of_store, store_day, with_history};
pub(crate) use held::Held;
pub(crate) use moment::Moment;
pub(crate) use present::Candidates;
pub use quote_draft::{DraftCoupon, DraftQuote};
pub(crate) use shopper::{
    NOT_WITH_PUBLISHABLE_KEY, admit_customer, named_by_token, purpose_of, refuse_forged_cart, refuse_order,
};
pub use standing::Standing;
pub(crate) use unknown_codes::UnknownCodes;
pub(crate) use wrong_codes::WrongCodes;
