//! Products, under the merchant's own ids: what fills in what a cart's line leaves out.

pub(crate) mod list_products;
pub(crate) mod put_product;
pub(crate) mod put_products;
pub(crate) mod read_product;
mod record;

pub use list_products::list_products;
pub use put_product::put_product;
pub use put_products::{ProductToPut, put_products};
pub use read_product::{lock_product, read_product, read_products};
pub use record::ProductRecord;
