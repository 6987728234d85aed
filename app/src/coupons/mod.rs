//! Coupons under management: created, read, listed, changed, enabled, paused, archived, restored, duplicated, run again,
//! deleted. Every change makes a version.

mod change_status;
mod changes;
mod compare_coupon_versions;
mod count_coupon_references;
mod count_coupons;
mod create_coupon;
mod dates;
mod delete_coupon;
mod duplicate_coupon;
mod lint_coupon;
mod list_coupon_versions;
mod list_coupons;
mod read_coupon;
mod read_coupon_figures;
mod restore_coupon;
mod restore_coupon_version;
mod run_coupon_again;
mod summarise_coupon;
mod update_coupon;
mod view;
mod write;

pub(crate) use changes::code_voided;
pub(crate) use create_coupon::make_coupon;
pub(crate) use dates::Days;
pub use dates::with_instants;
pub use delete_coupon::DeleteCoupon;
pub use list_coupons::{CouponFilter, CouponSort};
pub use read_coupon_figures::{BudgetFigure, CouponFigures, CouponTrend, CurrencyFigures, TREND_DAYS};
pub use summarise_coupon::CouponSummary;
pub use tessera_store::coupons::References;
pub(crate) use view::stored_terms;
pub use view::{ClaimsView, CouponVersionView, CouponView};
pub(crate) use write::{check, refuse_unpublished};
