//! Coupons under management: created, read, listed, changed, enabled, paused, archived. Every change makes a version.

mod change_status;
mod changes;
mod create_coupon;
mod list_coupon_versions;
mod list_coupons;
mod read_coupon;
mod update_coupon;
mod view;
mod write;

pub use list_coupons::{CouponFilter, CouponSort};
pub(crate) use view::stored_terms;
pub use view::{ClaimsView, CouponVersionView, CouponView};
