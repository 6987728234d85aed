//! What is sent: shoppers that order, hold, change their mind and want money back, and an operator who edits coupons.

mod cart;
mod market;
mod operator;
mod shopper;

pub(crate) use cart::{cart, order_body, plain_order};
pub(crate) use market::Market;
pub(crate) use operator::operate;
pub(crate) use shopper::shop;

use std::sync::Arc;

use crate::arguments::Operations;
use crate::client::Client;

/// What every part of the generator needs.
#[derive(Clone)]
pub(crate) struct Setting {
    pub(crate) client: Client,
    pub(crate) market: Arc<Market>,
    pub(crate) operations: Arc<Vec<Operations>>,
    pub(crate) seed: u64,
}

impl Setting {
    pub(crate) fn does(&self, operations: Operations) -> bool {
        self.operations.contains(&operations)
    }
}
