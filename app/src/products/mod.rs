//! Products: what the store knows of what is sold, so that a cart need not say it.

mod cache;
mod list_products;
mod product;
mod put_product;
mod read_product;

pub(crate) use cache::ProductCache;
pub use product::Product;
