//! Small documents the team keeps for itself: templates of coupons, views of lists, test baskets.

pub(crate) mod delete_document;
pub(crate) mod insert_document;
pub(crate) mod list_documents;
pub(crate) mod read_document;
mod record;
pub(crate) mod update_document;

pub use delete_document::delete_document;
pub use insert_document::{InsertDocument, insert_document};
pub use list_documents::{SavedFilter, list_documents};
pub use read_document::{lock_document, read_document};
pub use record::{NewSaved, SavedKind, SavedRecord};
pub use update_document::update_document;
