//! What an identity has ordered before: written with each order, read by quotes whose coupons ask for it.
//!
//! Counts and sums are kept in counters, so that a customer of 100,000 orders costs what one of ten does.

pub(crate) mod fill_history;
pub(crate) mod read_history;
pub(crate) mod record_order;

pub use read_history::{AskedHistory, AskedPurchases, History, PurchaseRecord, read_history};
pub use record_order::BoughtLine;
