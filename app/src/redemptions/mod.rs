//! Redemptions: coupons applied to orders.

mod cancel_redemption;
mod changes;
mod create_redemption;
mod list_redemptions;
mod request;
mod view;

pub(crate) use changes::{redemption_changes, replaced_hold, told};
pub(crate) use create_redemption::{refuse_renewal, repeat};
pub use list_redemptions::RedemptionFilter;
pub use request::RedemptionRequest;
pub use view::RedemptionView;
