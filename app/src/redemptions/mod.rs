//! Redemptions: coupons applied to an order that was placed.

mod answer;
mod create_redemption;
mod list_redemptions;
mod request;
mod view;

pub use list_redemptions::RedemptionFilter;
pub use request::RedemptionRequest;
pub use view::RedemptionView;
