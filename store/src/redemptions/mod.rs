//! Redemptions: coupons applied to orders, and the counters that keep their limits.

pub(crate) mod create_redemption;
pub(crate) mod fold_uses;
pub(crate) mod list_redemptions;
pub(crate) mod read_order;
pub(crate) mod read_uses;
mod record;
pub(crate) mod take_use;

pub use create_redemption::{NewOrder, NewRedemption, RedeemOutcome, create_redemption};
pub use list_redemptions::{RedemptionFilter, list_redemptions};
pub use read_order::read_order;
pub use read_uses::read_uses;
pub use record::{OrderRecord, RedemptionRecord};
pub use take_use::{LimitReached, Refusal};
