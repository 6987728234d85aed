//! Every table and column name that the harness knows. When the schema changes, this file changes and no other.
//!
//! `{ids}` stands for the quoted ids of the coupons that are looked at. Each answers a coupon, the name of a resource as
//! the counters have it, and a number. The harness's customers have an account and no e-mail, its money is USD.

/// What the counters say: used and held together.
pub(super) const COUNTERS: &str = "SELECT owner, resource, used + held FROM counters WHERE owner IN ({ids})";

/// The same, added up from the redemptions, and from the claims where claims are counted.
pub(super) const REDEMPTIONS: &str = "\
    SELECT coupon_id, 'uses', COUNT(*) FROM redemptions WHERE counts = 1 AND coupon_id IN ({ids}) GROUP BY 1, 2 \
    UNION ALL \
    SELECT coupon_id, 'code:' || code_id, COUNT(*) FROM redemptions \
        WHERE counts = 1 AND code_id IS NOT NULL AND coupon_id IN ({ids}) GROUP BY 1, 2 \
    UNION ALL \
    SELECT coupon_id, 'customer:id:' || customer_id, COUNT(*) FROM redemptions \
        WHERE counts = 1 AND customer_id IS NOT NULL AND coupon_id IN ({ids}) GROUP BY 1, 2 \
    UNION ALL \
    SELECT coupon_id, 'day:' || day, COUNT(*) FROM redemptions \
        WHERE counts_on_day = 1 AND coupon_id IN ({ids}) GROUP BY 1, 2 \
    UNION ALL \
    SELECT coupon_id, 'budget:' || currency, CAST(SUM(amount) AS BIGINT) FROM redemptions \
        WHERE in_budget = 1 AND coupon_id IN ({ids}) GROUP BY 1, 2 \
    UNION ALL \
    SELECT coupon_id, 'budget:' || currency || ':day:' || day, CAST(SUM(amount) AS BIGINT) FROM redemptions \
        WHERE in_budget = 1 AND coupon_id IN ({ids}) GROUP BY 1, 2 \
    UNION ALL \
    SELECT coupon_id, 'budget:' || currency || ':customer:id:' || customer_id, CAST(SUM(amount) AS BIGINT) \
        FROM redemptions WHERE in_budget = 1 AND customer_id IS NOT NULL AND coupon_id IN ({ids}) GROUP BY 1, 2 \
    UNION ALL \
    SELECT coupon_id, 'claims', COUNT(*) FROM claims WHERE coupon_id IN ({ids}) GROUP BY 1, 2 \
    UNION ALL \
    SELECT coupon_id, 'claims:customer:id:' || customer_id, COUNT(*) FROM claims WHERE coupon_id IN ({ids}) GROUP BY 1, 2";
