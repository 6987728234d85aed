//! Products: what the store knows of what is sold, so that a cart need not say it.

mod cache;
mod list_products;
mod product;
mod put_product;
mod put_products;
mod put_stock;
mod read_product;

pub(crate) use cache::ProductCache;
pub use product::Product;
#[cfg(test)]
pub(crate) use product::WholeProduct;
pub use put_stock::Stock;
