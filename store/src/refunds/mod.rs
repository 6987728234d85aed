//! Refunds: what came back of an order.

pub(crate) mod create_refund;
pub(crate) mod list_refunds;

pub use create_refund::{NewRefund, create_refund};
pub use list_refunds::{RefundRecord, list_refunds};
