//! Redemptions and orders: coupons applied to orders, placed, cancelled, given back.

pub(crate) mod cancel_order;
pub(crate) mod cancel_redemption;
pub(crate) mod create_redemption;
pub(crate) mod end_renewals;
pub(crate) mod exchange;
pub(crate) mod fold_uses;
pub(crate) mod list_placed_orders;
pub(crate) mod list_redemptions;
pub(crate) mod lock_coupons;
pub(crate) mod read_carts;
pub(crate) mod read_figures;
pub(crate) mod read_order;
pub(crate) mod read_uses;
mod record;
pub(crate) mod record_past_order;

pub use crate::limits::{LimitReached, Refusal};
pub use cancel_order::{CancelledOrder, amend_order, cancel_order};
pub use cancel_redemption::{CancelOutcome, cancel_redemption, lock_redemption, read_redemption};
pub use create_redemption::{RedeemOutcome, create_redemption};
pub use end_renewals::{EndRenewals, end_renewals};
pub use exchange::MOST_HOLDS;
pub use list_placed_orders::{
    OrderDocument, OrderPlace, PlacedOrderRecord, count_placed_orders, list_newest_orders, list_placed_orders,
    read_given,
};
pub use list_redemptions::{RedemptionFilter, list_redemptions};
pub use read_carts::read_carts;
pub use read_figures::{Figures, GivenOnDay, read_budget_used, read_figures, read_given_by_day};
pub use read_order::{lock_order, read_order, read_order_of, read_redemptions};
pub use read_uses::{ReadUses, UsesRecord, read_uses};
pub use record::{NewOrder, NewRedemption, OrderRecord, RedemptionRecord, Renewal};
pub(crate) use record::{order_columns, redemption_columns};
pub use record_past_order::{PastOrder, RecordPastOrder, record_past_order};
