//! Saved views of lists: which of it, in what order, with which columns.

mod create_view;
mod delete_view;
mod list_view;
mod list_views;
mod read_view;
mod update_view;

pub use list_view::{List, ListView};
