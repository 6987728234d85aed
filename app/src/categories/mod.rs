//! Categories: the tree that selectors on categories follow.

mod category;
mod list_categories;
mod put_categories;
mod put_category;
mod read_category;

pub use category::{Category, CategoryView};
