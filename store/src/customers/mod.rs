//! Customers, under the merchant's own ids. The one table with names and e-mail addresses.

pub(crate) mod delete_customer;
pub(crate) mod list_customers;
pub(crate) mod put_customer;
pub(crate) mod read_customer;
mod record;

pub use delete_customer::delete_customer;
pub use list_customers::list_customers;
pub use put_customer::put_customer;
pub use read_customer::read_customer;
pub use record::CustomerRecord;
