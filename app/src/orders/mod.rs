//! Orders: what was placed, priced again, changed and ended.

mod amend_order;
mod asks_first_order;
mod cancel_order;
mod changes;
mod new_order;
mod past_order;
mod priced_document;
mod read_order;
mod record_past_orders;
mod refusals;
mod request;
mod view;

pub(crate) use changes::{order_aggregate, order_placed};
pub(crate) use new_order::{NewOrderOf, new_order, to_text};
pub(crate) use priced_document::{PricedDocument, bought_lines};
pub(crate) use record_past_orders::PastOrders;
pub(crate) use refusals::{refuse_changed_total, refuse_lost_discount, refuse_past};
pub use request::{AmendRequest, Reason};
pub(crate) use view::{OrderAnswer, order_answer};
