//! The merchant's own words in place of the usual ones: a document for each language.

pub(crate) mod put_messages;
pub(crate) mod read_messages;

pub use put_messages::put_messages;
pub use read_messages::{MessagesRecord, read_messages};
