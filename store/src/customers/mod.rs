//! Customers, under the merchant's own ids. The one table with names and e-mail addresses.

pub(crate) mod count_customers;
pub(crate) mod delete_customer;
pub(crate) mod list_customers;
pub(crate) mod put_customer;
pub(crate) mod put_customers;
pub(crate) mod read_customer;
mod record;

pub use count_customers::count_customers;
pub use delete_customer::delete_customer;
pub use list_customers::{cursor_after, list_customers};
pub use put_customer::put_customer;
pub use put_customers::put_customers;
pub use read_customer::read_customer;
pub use record::CustomerRecord;
