//! Categories: a forest, under the merchant's own ids.

pub(crate) mod list_categories;
pub(crate) mod put_categories;
pub(crate) mod put_category;
pub(crate) mod read_category;
mod record;

pub use list_categories::list_categories;
pub use put_categories::{CategoryToPut, put_categories};
pub use put_category::{PutCategory, put_category};
pub use read_category::read_category;
pub use record::CategoryRecord;
