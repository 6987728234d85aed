//! Coupons: the deals a merchant writes, every version of them, and the number that tells when one changed.

/// Uses that count, held ones included. The counter where there is a limit; else what was folded, what came since,
/// less what was given back. Needs `c` for the coupon and `k` for its counter.
macro_rules! coupon_uses {
    () => {
        "COALESCE(k.used + k.held, \
         (SELECT COUNT(*) FROM redemptions r WHERE r.coupon_id = c.id AND r.renews_id IS NULL AND r.created_at > \
         COALESCE((SELECT f.through_at FROM coupon_use_folds f WHERE f.coupon_id = c.id), -9000000000000000000)) \
         + COALESCE((SELECT f.counted FROM coupon_use_folds f WHERE f.coupon_id = c.id), 0) \
         - (SELECT COUNT(*) FROM redemptions r WHERE r.coupon_id = c.id AND r.counts = 0 AND r.renews_id IS NULL))"
    };
}

/// The columns of a `CouponRecord`, in its order.
macro_rules! coupon_columns {
    () => {
        concat!(
            "c.id, c.version, c.terms, c.status, c.name, c.activation, c.campaign_id, c.starts_at, c.ends_at, c.limits, \
             c.created_at, c.updated_at, c.run, c.previous_run_id, g.starts_at, g.ends_at, c.template_id, COALESCE(k.seq, c.seq), ",
            coupon_uses!(),
            ", (SELECT n.used + n.held FROM counters n WHERE n.owner = c.id AND n.resource = 'claims')"
        )
    };
}

/// Coupons with their count of uses, what [`coupon_uses`] reads.
macro_rules! counted_coupons {
    () => {
        "coupons c LEFT JOIN counters k ON k.owner = c.id AND k.resource = 'uses'"
    };
}

/// The tables of [`coupon_columns`].
macro_rules! coupon_tables {
    () => {
        concat!(counted_coupons!(), " LEFT JOIN campaigns g ON g.id = c.campaign_id")
    };
}

pub(crate) use {counted_coupons, coupon_uses};

pub(crate) mod begin_run;
pub(crate) mod candidates;
pub(crate) mod catalogue_change;
pub(crate) mod count_coupons;
pub(crate) mod create_coupon;
pub(crate) mod delete_coupon;
pub(crate) mod failed_attempts;
pub(crate) mod fill_claimable;
pub(crate) mod fill_limits;
pub(crate) mod list_claimable;
pub(crate) mod list_coupon_versions;
pub(crate) mod list_coupons;
pub(crate) mod list_coupons_at;
pub(crate) mod load_live_coupons;
pub(crate) mod mark_template;
pub(crate) mod read_coupon;
mod record;
pub(crate) mod update_coupon;
pub(crate) mod used_up;

pub use begin_run::{begin_run, find_next_run};
pub use catalogue_change::{catalogue_change, changed_since, lock_catalogue};
pub use count_coupons::count_coupons;
pub use create_coupon::{NewCoupon, create_coupon};
pub use delete_coupon::{REFERENCES_COUNTED, References, count_references, delete_coupon};
pub use failed_attempts::{FailedAttempts, add_failed_attempts, forget_failed_attempts, sum_failed_attempts};
pub use list_claimable::list_claimable;
pub use list_coupon_versions::{list_coupon_versions, read_coupon_version};
pub use list_coupons::{CouponFilter, Sort, StateFilter, list_coupons};
pub use list_coupons_at::{CouponAt, list_coupons_at};
pub use load_live_coupons::load_live_coupons;
pub use mark_template::mark_template;
pub use read_coupon::read_coupon;
pub use record::{CouponRecord, CouponVersionRecord, NewTerms};
pub use update_coupon::{UpdateOutcome, update_coupon};
