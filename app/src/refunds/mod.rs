//! Refunds: money for what came back of an order. `docs/MODEL.md` section 9, "Refunds".

mod create_refund;
mod request;
mod returned;

pub use request::RefundRequest;
