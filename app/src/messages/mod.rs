//! The merchant's own words in place of the usual ones.

mod put_messages;
mod read_messages;
mod view;

pub(crate) use view::read_stored;
pub use view::{MessageView, MessagesView, VariableView};
