//! Customers: what the store knows of who shops.

mod customer;
mod delete_customer;
mod list_customers;
mod put_customer;
mod put_customers;
mod read_customer;

pub(crate) use customer::read_attributes;
pub use customer::{Customer, CustomerView};
