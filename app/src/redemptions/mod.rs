//! Redemptions: coupons applied to orders.

mod cancel_redemption;
mod changes;
mod create_redemption;
mod end_renewals;
mod list_redemptions;
mod read_origins;
mod read_redemption;
mod request;
mod view;

pub(crate) use changes::{redemption_changes, replaced_hold, told};
pub(crate) use create_redemption::repeat;
pub use list_redemptions::RedemptionFilter;
pub use read_origins::OrderOrigin;
pub use request::RedemptionRequest;
pub use view::{RedemptionView, RenewalView};
