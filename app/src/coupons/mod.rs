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

pub(crate) use create_coupon::insert_coupon;
pub use list_coupons::{CouponFilter, CouponSort};
pub(crate) use view::stored_terms;
pub use view::{CouponVersionView, CouponView};
pub(crate) use write::{archived_by_hand, check, new_terms};
