//! Every table and column name that the harness knows. When the schema changes, this file changes and no other.
//!
//! `{ids}` stands for the quoted ids of the coupons that are looked at. All amounts and counts are BIGINT.

/// Coupon, nothing, used and held together.
pub(super) const COUNTERS: &str =
    "SELECT coupon_id, '', used + held, CAST(0 AS BIGINT) FROM coupon_counters WHERE coupon_id IN ({ids})";

/// Coupon, identity, used and held together.
pub(super) const CUSTOMER_COUNTERS: &str =
    "SELECT coupon_id, identity, used + held, CAST(0 AS BIGINT) FROM customer_counters WHERE coupon_id IN ({ids})";

/// Coupon, customer, uses that count, their money.
pub(super) const ROWS_BY_CUSTOMER: &str = "SELECT coupon_id, COALESCE(customer_id, ''), COUNT(*), CAST(SUM(amount) AS BIGINT) \
     FROM redemptions WHERE counts = 1 AND coupon_id IN ({ids}) GROUP BY 1, 2";

/// Coupon, code, uses that count, their money.
pub(super) const ROWS_BY_CODE: &str = "SELECT coupon_id, COALESCE(code_id, ''), COUNT(*), CAST(SUM(amount) AS BIGINT) \
     FROM redemptions WHERE counts = 1 AND coupon_id IN ({ids}) GROUP BY 1, 2";

/// Coupon, day, uses that count, their money. Times are microseconds; the shop's days are those of UTC.
pub(super) const ROWS_BY_DAY: &str = "SELECT coupon_id, CAST(created_at / 86400000000 AS TEXT), COUNT(*), CAST(SUM(amount) AS BIGINT) \
     FROM redemptions WHERE counts = 1 AND coupon_id IN ({ids}) GROUP BY 1, 2";
